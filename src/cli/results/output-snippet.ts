/**
 * What does a failed command show of which nothing else is known? The last lines of its output that look
 * like an error.
 */
import { excerptOf } from "../../ingest/excerpt.js";
import type { OutputTail } from "../../ingest/output-tail.js";
import type { Snippet } from "../../model/entry.js";

const labelCharsMax = 60;
const argumentsMax = 2;

/**
 * The snippet, or undefined if the output says nothing.
 *
 * @param mask applied before anything is cut: half a secret could not be recognised.
 */
export function outputSnippet(
  tail: OutputTail,
  task: { readonly command: readonly [string, ...string[]]; readonly kind: string | undefined },
  mask: (text: string) => string,
): Snippet | undefined {
  const { head, tail: end } = tail.pieces();
  const excerpt = excerptOf({
    head: mask(head),
    ...(end === undefined ? {} : { tail: mask(end) }),
  });
  if (excerpt === undefined) return undefined;
  const { text, truncatedHead, truncatedTail } = excerpt;
  const { kind = "" } = task;
  return {
    label: commandLabel(task.command),
    // It is of the whole task: `deploy ... failed` reads right where `test ... failed` would not.
    ...(kind === "" || kind === "build" ? {} : { kind }),
    bucket: kind === "build" ? "build" : "test",
    text,
    ...(truncatedHead ? { truncatedHead } : {}),
    ...(truncatedTail ? { truncatedTail } : {}),
  };
}

/**
 * A command as a heading: the program and the first arguments, as far as they are plain words. An option
 * may be followed by anything, a password too, and a script is no heading.
 */
export function commandLabel([program, ...args]: readonly [string, ...string[]]): string {
  const name = program.replace(/\s+/g, " ").trim().slice(-labelCharsMax);
  const other = args.slice(0, argumentsMax).findIndex((arg) => !/^[\w./:][\w./:-]*$/.test(arg));
  const words = [name, ...args.slice(0, other < 0 ? argumentsMax : other)];
  while (words.length > 1 && words.join(" ").length > labelCharsMax) words.pop();
  return words.join(" ") || "command";
}
