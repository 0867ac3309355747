/**
 * What does a test's own `test.xml` say that its log does not? (Fact sheet 8.4.)
 *
 * Only the first failure. Where a test writes no XML, Bazel makes one up around the log: such a message
 * says nothing.
 */
import type { Excerpt } from "./excerpt.js";
import { excerptOfFailure } from "./failure-excerpt.js";
import { JUnitReader } from "./junit-reader.js";

const madeUp = [
  "exited with error code",
  "test exited with",
  "test did not complete",
  "test was not completed",
];

/** What matters of the first failure's message and text; undefined if there is none, or only one of Bazel's own. */
export function failureInXml(xml: string): Excerpt | undefined {
  const reader = new JUnitReader();
  reader.push(xml);
  for (const { message, body } of reader.finish().failures) {
    const said = message.trim();
    const first = said.split("\n", 1)[0] ?? "";
    if (body === undefined) {
      if (said === "" || madeUp.some((words) => said.includes(words))) continue;
      return excerptOfFailure({ head: said }, first);
    }
    // Most tools begin the text with the message; then once is enough.
    const repeats = said === "" || body.head.includes(said) || body.tail?.includes(said) === true;
    return excerptOfFailure(repeats ? body : { ...body, head: `${said}\n${body.head}` }, first);
  }
  return undefined;
}
