/** How does a trace tell of one HTTP exchange, in a line? */
import type { Fault } from "../../../emulator/behaviour.js";
import type { Exchange } from "../../../emulator/github.js";

/** So many comments of an answer are named. */
const namedMax = 4;

/** What was asked, what became of it, and which versions of comments the answer showed. */
export function describeExchange({ operation, request, fault, response }: Exchange): string {
  const status = response === undefined ? "no answer" : String(response.status);
  const named = operation.name.includes("Artifact") ? ` ${artifactName(request.body)}` : "";
  const shown =
    response === undefined || operation.class === "extension" ? "" : versions(response.body);
  return `${operation.name}${named}: ${status}${shown}${faultText(fault)}`;
}

/** The ids of the writes, and of their parents, in the answer's bodies: the newest, then its log's. */
function versions(body: Uint8Array): string {
  const text = new TextDecoder().decode(body);
  const found = [...text.matchAll(/write=([0-9a-f]{4})[0-9a-f]* parent=([0-9a-f-]{1,4})/g)];
  const errors = /"errors":\[.*?"message":"([^"]*)"/.exec(text)?.[1];
  const words = found.slice(0, namedMax).map(([, write, parent]) => `${write} on ${parent}`);
  return [words.length > 0 ? ` (${words.join(", ")})` : "", errors ?? ""].join(" ").trimEnd();
}

function artifactName(body: Uint8Array): string {
  return /"name":"([^"]*)"/.exec(new TextDecoder().decode(body))?.[1] ?? "";
}

function faultText(fault: Fault | undefined): string {
  if (fault === undefined) return "";
  switch (fault.kind) {
    case "late":
      return `, and lands ${fault.delayMs} ms later`;
    case "lost-answer":
      return ", although it was done";
    default:
      return `, a fault (${fault.kind})`;
  }
}
