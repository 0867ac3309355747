import { describe, expect, test } from "vitest";
import type { BazelEvent } from "./bazel-event.js";
import { EventLines } from "./bazel-event-lines.js";
import { BazelEventReader } from "./bazel-events.js";

interface Read {
  readonly events: readonly BazelEvent[];
  readonly problems: readonly string[];
}

function read(text: string, pieceBytes = Infinity): Read {
  const events: BazelEvent[] = [];
  const problems: string[] = [];
  const reader = new BazelEventReader({
    onEvent: (event) => events.push(event),
    onProblem: (problem) => problems.push(problem),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    reader.push(bytes.subarray(at, at + pieceBytes));
  }
  reader.finish();
  return { events, problems };
}

const line = (id: unknown, payload: unknown): string =>
  `${JSON.stringify({ id, children: [], ...(payload as object) })}\n`;
const label = "//a:ü_test";
const started = line(
  { started: {} },
  { started: { uuid: "u", command: "test", startTimeMillis: "1" } },
);
const built = line(
  { targetCompleted: { label } },
  { completed: { success: true, importantOutput: [] } },
);
const summary = line(
  { testSummary: { label } },
  { testSummary: { overallStatus: "FLAKY", totalRunCount: 2, totalRunDurationMillis: "47" } },
);
const finished = line({ buildFinished: {} }, { finished: { exitCode: { name: "SUCCESS" } } });

test("what happened, however the bytes arrive", () => {
  const text = started + built + summary + finished;
  const { events, problems } = read(text);
  expect(problems).toEqual([]);
  expect(events).toEqual([
    { kind: "started", invocationId: "u", command: "test" },
    { kind: "completed", label, aspect: false, success: true },
    { kind: "test-summary", label, status: "FLAKY", cached: false, durationMs: 47 },
    { kind: "finished", code: 0, name: "SUCCESS" },
  ]);
  for (const size of [1, 2, 3, 7, 100]) expect(read(text, size).events).toEqual(events);
});

test("what is not wanted is not even parsed; an aborted event is, whatever was announced", () => {
  const noise =
    '{"id":{"progress":{"opaqueCount":1}},"progress":{"stderr":"\\"aborted\\":{ no JSON}}}\n';
  const aborted = { aborted: { reason: "USER_INTERRUPTED", description: "d" } };
  const { events, problems } = read(noise + line({ namedSet: { id: "0" } }, aborted));
  expect(problems).toEqual([]);
  expect(events).toEqual([
    {
      kind: "aborted",
      announced: "namedSet",
      label: undefined,
      aspect: false,
      reason: "USER_INTERRUPTED",
      description: "d",
    },
  ]);
});

test("the same JSON in another form is the same event", () => {
  const spaced = JSON.stringify(JSON.parse(built), null, 1).replace(/\n/g, "");
  expect(read(`${spaced}\r\n`)).toEqual(read(built));
});

describe("bad lines", () => {
  test("are named by their number and skipped", () => {
    const { events, problems } = read(
      `nonsense\n\n[]\n${started}{"id":{"started":{}},\n${finished}`,
    );
    expect(events.map(({ kind }) => kind)).toEqual(["started", "finished"]);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toBe("line 1: expected a build event as one JSON object; skipped");
    expect(problems[1]).toBe("line 3: expected a build event with an id; skipped");
    expect(problems[2]).toContain("line 5: ");
  });

  test("are not named without end", () => {
    const { problems } = read("x\n".repeat(1_000));
    expect(problems).toHaveLength(6);
    expect(problems.at(-1)).toBe("line 6: further bad lines are not named");
  });

  test("half a line at the end is Bazel killed, and no problem", () => {
    expect(read(started + finished.slice(0, -20))).toEqual(read(started));
    expect(read(started + finished.trimEnd()).events).toHaveLength(2);
  });

  test("a line over the limit: a target that was built is known by its beginning", () => {
    const long = "x".repeat(1_100_000);
    const output = { completed: { success: true, importantOutput: [{ name: long }] } };
    const progress = line({ progress: {} }, { progress: { stderr: long } });
    const failed = line({ actionCompleted: { label } }, { action: { commandLine: [long] } });
    const text = progress + line({ targetCompleted: { label } }, output) + failed + finished;
    const { events, problems } = read(text, 100_000);
    expect(events.map(({ kind }) => kind)).toEqual(["completed", "finished"]);
    expect(problems).toEqual(["line 3: longer than a megabyte; skipped"]);
  });
});

test("values of unexpected types are no values", () => {
  const odd = [
    line({ started: 5 }, { started: [] }),
    line({ targetCompleted: { label: 7 } }, { completed: "yes" }),
    line(
      { testSummary: null },
      { testSummary: { overallStatus: 1, totalRunDurationMillis: "-x" } },
    ),
    line({ pattern: { pattern: [1, {}, "//a"] } }, { expanded: {} }),
    line({ buildFinished: {} }, { finished: { exitCode: { code: "3" } } }),
    line({ structuredCommandLine: {} }, { structuredCommandLine: { bes_results_url: [] } }),
    line({}, {}),
  ];
  const { events, problems } = read(odd.join(""));
  expect(problems).toEqual([]);
  expect(events).toEqual([
    { kind: "started", invocationId: "", command: "" },
    { kind: "completed", label: "", aspect: false, success: false },
    { kind: "test-summary", label: "", status: "NO_STATUS", cached: false, durationMs: undefined },
    { kind: "patterns", patterns: ["//a"] },
    { kind: "finished", code: 3, name: "" },
  ]);
});

test("lines keep only the beginning of what is too long", () => {
  const lines = new EventLines(4);
  const found: unknown[] = [];
  const keep = (one: { number: number; bytes: Buffer; cut: boolean }): void => {
    found.push([one.number, one.bytes.toString(), one.cut]);
  };
  lines.push(Buffer.from("ab\nabcdef\nab"), keep);
  lines.push(Buffer.from("cd\nabc"), keep);
  lines.push(Buffer.from("def"), keep);
  lines.finish(keep);
  expect(found).toEqual([
    [1, "ab", false],
    [2, "abcd", true],
    [3, "abcd", false],
    [4, "abcd", true],
  ]);
});
