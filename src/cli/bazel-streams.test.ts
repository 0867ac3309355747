/** Do the recorded streams of real Bazel become the rows and comments that a reader wants? */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NodeClock } from "../adapters/node/clock.js";
import type { Findings } from "../ingest/findings.js";
import {
  type BazelStream,
  bazelStreams,
  commentOf,
  writeEvents,
} from "../testing/bazel-streams.js";
import { readBazelFile } from "./bazel-file.js";
import type { Host } from "./host.js";

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

describe.each(streams)("$name", (stream) => {
  test("makes this row and this comment", async () => {
    const findings = await findingsOf(stream);
    const json = `${JSON.stringify(findings, null, 2)}\n`;
    await expect(json).toMatchFileSnapshot(join(stream.folder, "findings.json"));
    const kind = stream.name.split("-")[0] ?? "";
    await expect(commentOf(kind, findings)).toMatchFileSnapshot(join(stream.folder, "comment.md"));
  });
});
