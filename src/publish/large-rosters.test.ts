/** How much of a large roster does the comment show, and what does it say of the rest? */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Prng } from "../base/prng.js";
import { decodeBody, encodeState } from "../codec/state-block.js";
import { join } from "../merge/join.js";
import { liveEntries } from "../merge/live.js";
import type { Entry } from "../model/entry.js";
import { guessedLeg } from "../model/leg.js";
import { commentCharsMax } from "../model/limits.js";
import type { Roster } from "../model/roster.js";
import type { Status } from "../model/status.js";
import { renderComment } from "../render/comment.js";
import { makeEntry, makeRoster } from "../testing/make-entry.js";
import { spreadRoster, typicalRoster } from "../testing/typical-roster.js";
import { compose } from "./compose.js";

const context = {
  pullNumber: 7,
  nowMs: 1_763_951_500_000,
  programVersion: "1.0.0",
  hasBoards: true,
};

function bodyOf(roster: Roster): string {
  return compose(roster, context).body("f".repeat(32), "e".repeat(32), true);
}

/** The roster that the body holds. */
function heldBy(body: string): Roster {
  const decoded = decodeBody(body);
  if (decoded.kind !== "state") throw new Error(decoded.kind);
  return decoded.roster;
}

/** Typical tasks of which no more than so many failed. */
function withFailures(taskCount: number, failuresMax: number): Roster {
  const roster = typicalRoster(taskCount, { invocationLinks: true });
  let failures = 0;
  const entries = roster.entries.map((entry): Entry => {
    if (entry.status !== "failed") return entry;
    failures += 1;
    return failures <= failuresMax ? entry : { ...entry, status: "passed", final: true };
  });
  return { ...roster, entries };
}

/** Typical tasks; what failed has a log of its own. */
function withLogs(taskCount: number): Roster {
  const roster = typicalRoster(taskCount, { invocationLinks: true });
  const entries = roster.entries.map((entry, index): Entry => {
    if (entry.status !== "failed") return entry;
    const lines = Array.from({ length: 12 }, (_, line) => `  expected ${line}, found ${index}`);
    const text = [`FAIL case ${index}`, ...lines].join("\n");
    return { ...entry, snippets: [{ label: `//services:case_${index}`, bucket: "test", text }] };
  });
  return { ...roster, entries };
}

test("100 passed and 20 failed tasks stand one by one in full, with commands", () => {
  const { entries } = typicalRoster(400, { invocationLinks: true });
  const some = [
    ...entries.filter(({ status }) => status === "passed").slice(0, 100),
    ...entries.filter(({ status }) => status === "failed").slice(0, 20),
  ];
  const body = bodyOf(makeRoster(some));
  expect(body).not.toContain("Left out");
  expect(body.match(/^- (✅|❌) .*<br>💬 /gmu)).toHaveLength(120);
  expect(body.match(/\[Invocation\]\(/g)).toHaveLength(120);
  expect(body).toContain("## 🔁 Reproduce");
  expect(body.match(/^bazel test \/\/services/gm)?.length).toBe(5);
  expect(heldBy(body).entries).toHaveLength(120);
});

describe("1,000 tasks with typical texts and all links", () => {
  test.each([1, 5, 20])("of %i workflows are kept whole in the state block", (workflows) => {
    const roster = spreadRoster(typicalRoster(1_000, { invocationLinks: true }), workflows);
    const held = heldBy(bodyOf(roster));
    expect(held.entries).toEqual(roster.entries);
    expect(held.summaries).toBeUndefined();
  });
});

describe("up to 200 failed tasks", () => {
  test.each([300, 1_000, 2_000, 5_000])("of %i are all named", (taskCount) => {
    const roster = withFailures(taskCount, 200);
    const failed = roster.entries.filter(({ status }) => status === "failed").length;
    expect(failed).toBeGreaterThan(20);
    const body = bodyOf(roster);
    expect(body.length).toBeLessThanOrEqual(commentCharsMax);
    expect(body.match(/^- ❌ /gmu)).toHaveLength(failed);
    const held = heldBy(body).entries.filter(({ status }) => status === "failed");
    expect(held).toHaveLength(failed);
  });
});

/** So many tasks with names too long to keep all of them. */
function crowd(count: number, status: Status): readonly Entry[] {
  const prng = Prng.fromSeed("crowd");
  const letters = Array.from("abcdefghijklmnopqrstuvwxyz-");
  const name = (): string => Array.from({ length: 60 }, () => prng.pick(letters)).join("");
  return Array.from({ length: count }, () => makeEntry({ task: name(), status, final: true }));
}

test("of thousands of failed tasks with long names 200 are named, and all counted", () => {
  const body = bodyOf(makeRoster(crowd(3_000, "failed")));
  expect(body.match(/^- ❌ /gmu)).toHaveLength(200);
  expect(body).toContain("## ❌ 3,000 failed tasks");
  expect(body).toContain("Left out to fit: 2,800 failed tasks</sub>");
});

test("jobs whose legs nobody told are counted once, also when they are run again", () => {
  const guessed = Array.from({ length: 50 }, (_, index) =>
    makeEntry({ task: `guess ${index}`, leg: guessedLeg(`${index}`), status: "running" }),
  );
  const first = compose(makeRoster([...guessed, ...crowd(3_000, "warning")]), context).roster;
  expect(first.summaries).toBeDefined();
  // Each attempt of a job has another internal id.
  const again = guessed.map((entry) => ({
    ...entry,
    leg: guessedLeg(`again ${entry.task}`),
    attempt: 2,
    status: "passed" as const,
    final: true,
  }));
  const body = bodyOf(join(first, makeRoster(again)));
  expect(body).toContain("✅ 50 successful");
  expect(body).not.toContain("in progress");
});

describe("what is left out", () => {
  const numbers = (pattern: RegExp, text: string): readonly number[] =>
    [...text.matchAll(pattern)].map(([, digits = ""]) => Number(digits.replaceAll(",", "")));

  test.each([300, 800, 1_200, 3_000, 5_000])("of %i tasks is told in one line", (taskCount) => {
    const roster = withLogs(taskCount);
    const body = bodyOf(roster);
    expect(body.match(/✂️ Left out to fit: /gu)).toHaveLength(1);
    const line = /^<sub>✂️ Left out to fit: (.*)<\/sub>$/mu.exec(body)?.[1] ?? "";
    for (const part of line.split(" · ")) expect(part).toMatch(/\b[\d,]+ |^the timeline$/);
    for (const status of ["failed", "running", "warning", "passed"] as const) {
      const [icon, label] = {
        failed: ["❌", "failed"],
        running: ["🔄", "in progress"],
        warning: ["⚠️", "flagged"],
        passed: ["✅", "successful"],
      }[status];
      const count = roster.entries.filter((entry) => entry.status === status).length;
      expect(numbers(new RegExp(`^## ${icon} ([\\d,]+) ${label} tasks$`, "gmu"), body)).toEqual([
        count,
      ]);
      if (status === "passed") continue;
      // Each task of the heading stands in a row, or in the number of those that are left out.
      const rows = body.match(new RegExp(`^- ${icon} `, "gmu"))?.length ?? 0;
      const [hidden = 0] = numbers(new RegExp(`(?:^|· )([\\d,]+) ${label} tasks?`, "gu"), line);
      expect(rows + hidden).toBe(count);
    }
  });

  test("is told by the footer where the block does not hold it, with its number", () => {
    const roster = withLogs(5_000);
    const body = bodyOf(roster);
    const { entries, summaries = [] } = heldBy(body);
    const shortened =
      entries.filter(({ detail }) => detail !== undefined).length +
      summaries.reduce((sum, { tasks }) => sum + tasks.length, 0);
    expect(body).toContain(
      `of ${shortened.toLocaleString("en")} tasks it does not hold all that was told. Only their runs' artifacts keep the rest.`,
    );
  });
});

describe("the whole comment", () => {
  // The room that the block leaves is taken in thousands: another Node's brotli may need a few bytes more.
  test.each([300, 1_200, 5_000])("of %i tasks is as it was approved", async (taskCount) => {
    const { roster } = compose(withLogs(taskCount), context);
    const blockChars = Math.ceil(encodeState(roster).blockChars / 1_000) * 1_000;
    const charsMax = commentCharsMax - blockChars;
    const { visible } = renderComment(roster, liveEntries(roster), context, charsMax);
    expect(visible.length).toBeLessThanOrEqual(charsMax);
    const golden = new URL(`../../testdata/large/${taskCount}-tasks.md`, import.meta.url);
    await expect(visible).toMatchFileSnapshot(fileURLToPath(golden));
  });
});
