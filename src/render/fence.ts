/** How does text of any kind stand in a fenced block that it cannot close? */
import { longestRun, withoutMarkers } from "./escape.js";

const terminalSequence =
  // eslint-disable-next-line no-control-regex -- a terminal's colours and cursor movements start so.
  /[\u001b\u009b](?:\[[0-9:;<=>?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])?/g;

/** A fenced block; its fence is longer than any run of backticks inside. */
export function fenced(info: string, text: string): string {
  const exact = fenceText(text);
  const fence = "`".repeat(Math.max(3, longestRun(exact) + 1));
  return `${fence}${info}\n${exact}\n${fence}`;
}

/** The text without what a terminal or a browser would act on; lines, tabs and the rest stay. */
export function fenceText(text: string): string {
  const seen = text
    .replace(/\r\n?/g, "\n")
    .replace(terminalSequence, "")
    .replace(/(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, "")
    .replace(/\p{Cs}/gu, "\uFFFD")
    .trimEnd();
  return withoutMarkers(seen);
}
