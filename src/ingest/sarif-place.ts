/** Where is a result, and what does it say, in one line? */
import { type Json, indexOf, itemsOf, objectOf, textOf } from "./sarif-json.js";

/** `src/a.ts:3:5`, or as much of it as is known. */
export function placeOf(run: Json, result: Json, rootPath: string | undefined): string {
  const [location = {}] = itemsOf(result["locations"]);
  const physical = objectOf(location["physicalLocation"]);
  const artifact = objectOf(physical["artifactLocation"]);
  const index = indexOf(artifact["index"]);
  const known = index === undefined ? undefined : itemsOf(run["artifacts"])[index];
  const uri = textOf(artifact["uri"]) ?? textOf(objectOf(objectOf(known)["location"])["uri"]);
  if (uri === undefined) return "";
  const region = objectOf(physical["region"]);
  const numbers = [indexOf(region["startLine"]), indexOf(region["startColumn"])];
  return [shownPath(uri, rootPath), ...numbers.filter((number) => number !== undefined)].join(":");
}

function shownPath(uri: string, rootPath: string | undefined): string {
  let path = uri.replace(/^file:\/\/(?:localhost)?/i, "");
  try {
    path = decodeURIComponent(path);
  } catch {
    // Shown as it is written.
  }
  const root = rootPath === undefined || rootPath === "" ? undefined : `${rootPath}/`;
  for (const start of root === undefined ? [] : [root, `/${root}`]) {
    if (path.startsWith(start)) return path.slice(start.length);
  }
  return oneLine(path);
}

/** The message, or the rule's with the result's arguments in it. */
export function messageOf(result: Json, descriptor: Json): string {
  const message = objectOf(result["message"]);
  const id = textOf(message["id"]) ?? "default";
  const byRule = objectOf(objectOf(descriptor["messageStrings"])[id]);
  const text =
    textOf(message["text"]) ??
    textOf(byRule["text"]) ??
    textOf(message["markdown"]) ??
    textOf(objectOf(descriptor["shortDescription"])["text"]) ??
    "";
  const values = Array.isArray(message["arguments"]) ? (message["arguments"] as unknown[]) : [];
  const filled = text.replace(/\{(\d{1,3})\}/g, (placeholder, index: string) => {
    const value = values[Number(index)];
    return typeof value === "string" ? value : placeholder;
  });
  // `[text](1)` is a link to a related location.
  return oneLine(filled.replace(/\[([^\]]*)\]\(\d+\)/g, "$1"));
}

function oneLine(text: string): string {
  return text
    .slice(0, 2_000)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}
