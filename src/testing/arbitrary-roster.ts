/**
 * Which rosters should every codec, join and renderer survive?
 *
 * Small alphabets, so that identities, versions, texts and tokens collide; hostile texts between them;
 * everything within `model/limits.ts`.
 */
import fc from "fast-check";
import { anyCharacter } from "./any-character.js";
import {
  type Command,
  type Entry,
  type Link,
  type Snippet,
  type Tip,
  identityKey,
} from "../model/entry.js";
import { nameCharsMax } from "../model/limits.js";
import type { Roster, Run } from "../model/roster.js";
import { statuses } from "../model/status.js";

const hostileTexts = [
  "",
  " ",
  "-->",
  "<!-- rollcall:state v1",
  "\u007f",
  "\u007fd",
  "\u007fx",
  "\u007fr0;",
  "\u007fh16;",
  "\ud800",
  "\udc00 half a pair",
  "\u0000\u0001",
  "a\r\nb\n\nc",
  "\u2028|`@everyone fixes #1",
  "__proto__",
  "constructor",
  "0",
  "00",
  "007",
  "-1",
  "1.5e3",
  "999999999999999",
  "1000000000000000",
  "12345678901234567890",
  "deadbeefdeadbeef",
  "deadbeefdeadbee",
  "DEADBEEFDEADBEEF",
  "0123abcd-0123-4567-89ab-0123456789ab",
  "0123abcd-0123-4567-89ab-0123456789abc",
  "abcdef01-0123-4567-89ab-0123456789ab-0123abcd-0123-4567-89ab-0123456789ab",
] as const;

/** Any text, hostile ones, and families of texts that differ in numbers and ids only. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ maxLength: 12, unit: anyCharacter }),
  fc.nat({ max: 12 }).map((number) => `shard ${number}`),
  fc
    .tuple(fc.nat({ max: 300 }), fc.nat({ max: 300 }))
    .map(([passed, all]) => `Bazel test complete (${passed}/${all} passed · 2 flaky)`),
  fc
    .array(fc.constantFrom(...hostileTexts, "x", "12345678", "f"), { maxLength: 4 })
    .map(joined)
    // A longer one would be cut where it comes in: no entry of ours has it.
    .filter((text) => text.length <= nameCharsMax),
);

const runIds = [
  "1",
  "9",
  "10",
  "17012345678",
  "99999999999999999999",
  "0f0e0d0c-0b0a-4908-8706-050403020100",
];
const arbitraryRunId = fc.constantFrom(...runIds);
const arbitraryUrl = fc.oneof(
  fc
    .tuple(arbitraryRunId, fc.nat({ max: 99_999_999_999 }))
    .map(([run, job]) => `https://github.com/a/b/actions/runs/${run}/job/${job}`),
  fc.uuid().map((id) => `https://results.example/invocation/${id}`),
  fc.constantFrom("http://x/", "https://x/%7F\u00e9|()[]<>\"'`"),
);
const arbitraryMs = fc.oneof(
  fc.nat({ max: 900_000 }),
  fc.nat({ max: 1_000 }).map((second) => 1_763_950_000_000 + second * 1_000),
  fc.constantFrom(0, Number.MAX_SAFE_INTEGER),
);

const arbitraryLink: fc.Arbitrary<Link> = fc.record({ label: arbitraryText, url: arbitraryUrl });
const arbitraryCommand: fc.Arbitrary<Command> = fc.record(
  { command: arbitraryText, note: arbitraryText, target: arbitraryText },
  { requiredKeys: ["command"] },
);
const arbitraryTip: fc.Arbitrary<Tip> = fc.record(
  {
    id: arbitraryText,
    severity: fc.constantFrom("important", "warning", "suggestion", "info"),
    title: arbitraryText,
    body: arbitraryText,
    hint: arbitraryText,
  },
  { requiredKeys: ["id", "severity", "title", "body"] },
);
const arbitrarySnippet: fc.Arbitrary<Snippet> = fc.record(
  {
    label: arbitraryText,
    kind: arbitraryText,
    bucket: fc.constantFrom("build", "test", "timeout"),
    text: arbitraryText,
    truncatedHead: fc.boolean(),
    truncatedTail: fc.boolean(),
    durationMs: arbitraryMs,
  },
  { requiredKeys: ["label", "bucket", "text"] },
);

/** An entry; identities and versions are likely to collide. */
export const arbitraryEntry: fc.Arbitrary<Entry> = fc.record(
  {
    workflow: fc.constantFrom(".github/workflows/a.yml", ".github/workflows/b.yml", ""),
    event: fc.constantFrom("push", "pull_request"),
    job: fc.oneof(fc.constantFrom("j", "k"), arbitraryText),
    leg: fc.oneof(fc.constantFrom("", "node=20", "node=22", "?0b1c"), arbitraryText),
    task: fc.oneof(fc.constantFrom("build", "test"), arbitraryText),
    runId: arbitraryRunId,
    attempt: fc.constantFrom(1, 2, 3, 10),
    seq: fc.oneof(fc.nat({ max: 3 }), fc.constant(Number.MAX_SAFE_INTEGER)),
    kind: fc.oneof(fc.constantFrom("build", "test"), arbitraryText),
    status: fc.constantFrom(...statuses),
    final: fc.boolean(),
    result: arbitraryText,
    abortReason: arbitraryText,
    failedInPhase: arbitraryText,
    startedAtMs: arbitraryMs,
    elapsedMs: arbitraryMs,
    jobUrl: arbitraryUrl,
    checkUrl: arbitraryUrl,
    links: fc.array(arbitraryLink, { maxLength: 3 }),
    reproduce: fc.array(arbitraryCommand, { maxLength: 3 }),
    fix: fc.array(arbitraryCommand, { maxLength: 2 }),
    tips: fc.array(arbitraryTip, { maxLength: 2 }),
    snippets: fc.array(arbitrarySnippet, { maxLength: 2 }),
  },
  {
    requiredKeys: [
      ...(["workflow", "event", "job", "leg", "task", "runId", "attempt", "seq"] as const),
      ...(["kind", "status", "final"] as const),
    ],
  },
);

/** A run; the same few sources as entries. */
export const arbitraryRun: fc.Arbitrary<Run> = fc.record(
  {
    workflow: fc.constantFrom(".github/workflows/a.yml", ".github/workflows/b.yml", ""),
    event: fc.constantFrom("push", "pull_request"),
    runId: arbitraryRunId,
    attempt: fc.constantFrom(1, 2, 10),
    status: fc.constantFrom("queued", "in_progress", "completed"),
    conclusion: fc.oneof(fc.constantFrom("", "success", "cancelled"), arbitraryText),
    name: arbitraryText,
  },
  {
    requiredKeys: ["workflow", "event", "runId", "attempt", "status", "conclusion"],
  },
);

/** A roster of one head: one entry for each task and one record for each run, in any order. */
export const arbitraryRoster: fc.Arbitrary<Roster> = fc.record({
  version: fc.constant(1 as const),
  lane: fc.constantFrom("pull-request", "merge-queue"),
  head: fc.constantFrom("", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c", "f".repeat(64)),
  runs: fc.uniqueArray(arbitraryRun, {
    maxLength: 4,
    selector: (run) => JSON.stringify([run.workflow, run.event, run.runId]),
  }),
  entries: fc.uniqueArray(arbitraryEntry, { maxLength: 12, selector: identityKey }),
  shown: fc.record({
    snippets: fc.array(arbitraryText, { maxLength: 3 }),
    reproduce: fc.array(arbitraryText, { maxLength: 3 }),
    fix: fc.array(arbitraryText, { maxLength: 3 }),
  }),
});

/** The same roster with its lists in another order. */
export function arbitraryShuffle(roster: Roster): fc.Arbitrary<Roster> {
  const { runs, entries } = roster;
  return fc
    .tuple(
      fc.shuffledSubarray([...runs], { minLength: runs.length }),
      fc.shuffledSubarray([...entries], { minLength: entries.length }),
    )
    .map(([shuffledRuns, shuffledEntries]) => ({
      ...roster,
      runs: shuffledRuns,
      entries: shuffledEntries,
    }));
}

function joined(parts: readonly string[]): string {
  return parts.join("");
}
