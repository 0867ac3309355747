/**
 * Which lines of a stack tell nothing of the project's own code?
 *
 * A failure in Java or JavaScript carries the frames of its runner and of the language's libraries: often more of them
 * than an excerpt has lines, so that the message above and the one frame that matters would not be in it.
 */

/** Any frame of a stack: `at shop.Cart.total(Cart.java:9)`, `at async run (src/a.js:3:5)`. */
const frame =
  /^\s*at (?:.*\((?:[^()]*:\d+|Native Method|Unknown Source|native|<anonymous>|index \d+)\)|\S*:\d+:\d+)(?: \{)?(?: \(\d+×\))?$/;

/** A frame of a library, a runner or the language itself. */
const foreign: readonly RegExp[] = [
  /[(/ \\]node_modules[/\\]/,
  /(?:\(|at |async )node:|\((?:<anonymous>|native|index \d+)\)/,
  // With a class loader or a module before the name: `app//org.junit...`, `java.base/java.lang...`.
  /^\s*at (?:[\w.$@-]*\/)*(?:javax?|jdk|sun|com\.sun|kotlin|scala|groovy|clojure)\./,
  /^\s*at (?:[\w.$@-]*\/)*(?:org\.(?:junit|opentest4j|hamcrest|assertj|testng|mockito|gradle|apache\.maven|codehaus\.groovy)|junit)\./,
];

/** A longer line is none. */
const frameCharsMax = 500;
/** So many in a row are told in one line. */
const foldedMin = 2;

/** True for a line of a stack, which reports no error itself: `at org.tool.ErrorHandler.fail(...)`. */
export function isFrame(line: string): boolean {
  return line.length <= frameCharsMax && frame.test(line);
}

/** The lines with each run of foreign frames as one line that counts them. */
export function foldFrames(lines: readonly string[]): readonly string[] {
  const folded: string[] = [];
  let run: string[] = [];
  const flush = (): void => {
    const indent = /^\s*/.exec(run[0] ?? "")?.[0] ?? "";
    if (run.length < foldedMin) folded.push(...run);
    else folded.push(`${indent}… ${run.reduce(countOf, 0)} frames of libraries`);
    run = [];
  };
  for (const line of lines) {
    // A line with a brace opens an object: what follows would hang in the air.
    if (isForeign(line) && !line.endsWith("{")) {
      run.push(line);
      continue;
    }
    flush();
    folded.push(line);
  }
  flush();
  return folded;
}

function isForeign(line: string): boolean {
  return isFrame(line) && foreign.some((pattern) => pattern.test(line));
}

/** Equal lines in a row are one already, with their number. */
function countOf(sum: number, line: string): number {
  return sum + Number(/\((\d+)×\)$/.exec(line)?.[1] ?? 1);
}
