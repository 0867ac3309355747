import { expect, test } from "vitest";
import { bad, ok } from "../../base/result.js";
import type { LogLevel } from "../../ports/log.js";
import { makeEntry, testHead } from "../../testing/make-entry.js";
import { writeSummary } from "./summary.js";

const settings = {
  stepSummaryPath: "/s",
  lane: "pull-request",
  head: testHead,
  pull: 1,
} as const;

test("a summary that cannot be written is one warning", async () => {
  const lines: [LogLevel, string][] = [];
  const log = { write: (level: LogLevel, message: string) => lines.push([level, message]) };
  const appendText = () =>
    Promise.resolve(bad({ kind: "unreadable", words: "a directory" } as const));
  expect(await writeSummary({ appendText, version: "1" }, settings, makeEntry(), log)).toBe(false);
  expect(lines).toEqual([
    [
      "warning",
      'the job summary could not be written (GITHUB_STEP_SUMMARY "/s"): expected a file that can be appended to, found a directory; leave the variable as the runner sets it',
    ],
  ]);
});

test("the row is appended, without the comment's marker", async () => {
  let written = "";
  const appendText = (_: string, text: string) => {
    written += text;
    return Promise.resolve(ok(undefined));
  };
  const log = { write: () => expect.fail("nothing to say") };
  const done = await writeSummary({ appendText, version: "1" }, settings, makeEntry(), log);
  expect(done).toBe(true);
  expect(written).toContain("build");
  expect(written).not.toContain("<!-- rollcall");
});
