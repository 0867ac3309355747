/** Do the recorded streams of real Bazel become the rows and comments that a reader wants? */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NodeClock } from "../../adapters/node/clock.js";
import type { Findings } from "../../ingest/findings.js";
import { OutputTail } from "../../ingest/output-tail.js";
import {
  type BazelStream,
  bazelStreams,
  commentOf,
  plantToken,
  writeEvents,
} from "../../testing/bazel-streams.js";
import { readBazelFile } from "./bazel-file.js";
import type { Host } from "../host/host.js";
import { outputSnippet } from "./output-snippet.js";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "rollcall-bazel-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** Only the clock is asked. */
const host = { clock: new NodeClock() } as Partial<Host> as Host;

async function findingsOf(stream: BazelStream, events = stream.events): Promise<Findings> {
  const path = writeEvents(directory, events);
  const kind = stream.name.split("-")[0] ?? "";
  const { findings, warnings } = await readBazelFile(path, host, {
    kind,
    exitCode: stream.exitCode,
  });
  expect(warnings).toEqual([]);
  return findings;
}

const streams = bazelStreams();

/** Bazel's own last lines: `Executed 2 out of 5 tests: 4 tests pass and 1 fails locally.` */
function countsInLog(log: string): readonly string[] {
  // Of several invocations the last one counts.
  const last = log.slice(Math.max(0, log.lastIndexOf("Elapsed time")));
  const match = /^Executed (\d+) out of (\d+) tests?: (.*?)\.$/m.exec(last);
  if (match === null) return [];
  const [, executed = "", total = "", rest = ""] = match;
  const numberOf = (words: RegExp): number => Number(words.exec(rest)?.[1] ?? 0);
  const passed = numberOf(/(\d+) tests? pass/);
  const unbuilt = numberOf(/(\d+) fails? to build/);
  const skipped = numberOf(/(\d+) (?:was|were) skipped/);
  const flaky = last.match(/ FLAKY, /g);
  const cached = Number(total) - Number(executed) - unbuilt - skipped;
  const counts = [
    [`${passed}/${total} passed`, 1],
    ["failed", numberOf(/(\d+) fails? (?:locally|remotely)/)],
    ["failed to build", unbuilt],
    ["skipped", skipped],
    ["flaky", flaky?.length ?? 0],
    ["cached", cached],
  ] as const;
  return counts.flatMap(([words, count], index) =>
    count === 0 ? [] : [index === 0 ? words : `${count} ${words}`],
  );
}

describe.each(streams)("$name", (stream) => {
  test("says what Bazel's own last lines say", async () => {
    const { status, result = "" } = await findingsOf(stream);
    const said = /\(([^)]*)\)/.exec(result)?.[1]?.split(" · ") ?? [];
    const counts = countsInLog(stream.log);
    if (counts.length > 0) expect(said).toEqual(counts);
    const interrupted = stream.log.includes("caught interrupt signal");
    expect(status).toBe(interrupted ? "aborted" : stream.exitCode === 0 ? "passed" : "failed");
    expect(stream.exitCode === 0).toBe(/complete/.test(result));
  });

  test("says the same without being told the exit code, as far as Bazel told its end", async () => {
    if (!stream.events.includes('"finished":')) return;
    const told = await findingsOf(stream);
    const path = writeEvents(directory, stream.events);
    const untold = await readBazelFile(path, host, { kind: "test" });
    const program = stream.name === "run-program-fails";
    expect(untold.findings).toEqual(program ? expect.objectContaining({ status: "passed" }) : told);
  });

  test("holds nothing of the environment and the command lines", async () => {
    const token = `ghp_${"aB3dE6gH9".repeat(4)}`;
    const planted = plantToken(stream.events, token);
    expect(planted).toContain(token);
    const findings = await findingsOf(stream, planted);
    const published = [JSON.stringify(findings), commentOf("test", findings)];
    for (const text of published) expect(text).not.toContain(token.slice(4, 20));
    // It is left out, not masked: masking is the second line of defence.
    expect(findings).toEqual(await findingsOf(stream));
  });

  test("makes this row and this comment", async () => {
    const findings = await findingsOf(stream);
    const json = `${JSON.stringify(findings, null, 2)}\n`;
    await expect(json).toMatchFileSnapshot(join(stream.folder, "findings.json"));
    const kind = stream.name.split("-")[0] ?? "";
    await expect(commentOf(kind, findings)).toMatchFileSnapshot(join(stream.folder, "comment.md"));
  });
});

test.each([
  [8, "INTERRUPTED", "interrupted"],
  [33, "OOM_ERROR", "out of memory"],
  [34, "REMOTE_ERROR", "remote execution failure"],
  [37, "BLAZE_INTERNAL_ERROR", "internal error of Bazel"],
])("an end with %i says why it was aborted", async (code, name, reason) => {
  const stream = streams.find((one) => one.name === "test-mixed-fail-flaky");
  if (stream === undefined) throw new Error("no such stream");
  const recorded = /"exitCode":\{"name":"TESTS_FAILED","code":3\}/;
  expect(stream.events).toMatch(recorded);
  const events = stream.events.replace(recorded, `"exitCode":{"name":"${name}","code":${code}}`);
  const findings = await findingsOf({ ...stream, exitCode: code }, events);
  expect(findings).toMatchObject({ status: "aborted", final: true, abortReason: reason });
  const comment = commentOf("test", findings);
  expect(comment).toContain(`aborted (${reason})`);
  // Its failures are no verdict on the code.
  expect(comment).not.toContain("Failures");
});

test("a program that fails under `bazel run` is no test: its output stands for the whole task", async () => {
  const stream = streams.find(({ name }) => name === "run-program-fails");
  if (stream === undefined) throw new Error("no such stream");
  const findings = await findingsOf(stream);
  expect(findings).not.toHaveProperty("snippets");
  const tail = new OutputTail();
  tail.push(Buffer.from(stream.log));
  const command = ["bazel", "run", "//:server"] as const;
  const snippet = outputSnippet(tail, { command, kind: "run" }, (text) => text);
  expect(snippet?.text).not.toBe("");
  const comment = commentOf("run", { ...findings, ...(snippet && { snippets: [snippet] }) });
  expect(comment.match(/^## .* Failures$/gm)).toEqual(["## ❌ Task Failures"]);
  expect(comment).toContain("❌ run `bazel run //:server` failed:");
});
