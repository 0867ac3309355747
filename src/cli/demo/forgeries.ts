/** What would somebody forge who wants every task to have passed? */
import { Buffer } from "node:buffer";
import { formatName, writerOf } from "../../codec/board-name.js";
import { encodePayload } from "../../codec/payload.js";
import { encodeBody } from "../../codec/state-block.js";
import { zipOf } from "../../codec/zip.js";
import type { Entry } from "../../model/entry.js";
import { canonicalLeg } from "../../model/leg.js";
import { emptyRoster } from "../../model/roster.js";
import { commentMarker } from "../../render/comment.js";
import { hostileTask } from "./hostile-texts.js";
import type { PlannedWorkflow } from "./plan.js";
import { demoHead, demoPullNumber } from "./world.js";

/** The host that a forged row leads to. */
export const evilPage = "https://evil.example/job";
/** What forged rows say. */
export const forgedResult = "all is well";
/** Later than everything that is said in a demo, and not so late that nobody could believe it. */
const aheadMs = 60 * 60 * 1_000;

/** Every task of a workflow, passed, in the newest version that there can be. */
export function forgedEntries({ path, runId, tasks }: PlannedWorkflow, nowMs: number): Entry[] {
  return tasks.map(({ job, matrix, task, kind }) => ({
    workflow: path,
    event: "pull_request",
    job,
    leg: matrix === undefined ? "" : canonicalLeg(matrix),
    task,
    kind,
    runId,
    attempt: 1,
    seq: nowMs + aheadMs,
    status: "passed",
    final: true,
    result: task === hostileTask.task ? hostileTask.expected.result : forgedResult,
    jobUrl: evilPage,
    checkUrl: evilPage,
  }));
}

/** A comment as we write it, but for what it says. */
export function forgedBody(plan: readonly PlannedWorkflow[], nowMs: number): string {
  const entries = plan.flatMap((workflow) => forgedEntries(workflow, nowMs));
  return encodeBody({
    visible: `${commentMarker("pull-request", demoPullNumber)}\n\n# ${forgedResult}`,
    look: "",
    roster: { ...emptyRoster("pull-request", demoHead), entries },
    writeId: "f0",
    parentId: undefined,
    logProven: true,
  });
}

/** Bytes by the name of the artifact. */
export type ForgedArtifacts = ReadonlyMap<string, Uint8Array>;

/** Each entry as a task of ours would leave it on its run's board. */
export function forgedItems(entries: readonly Entry[], head: string): ForgedArtifacts {
  const form = { version: 1, kind: "entry", head, lane: "pull-request", runs: [] } as const;
  return new Map(
    entries.map((entry) => [itemName(entry), encodePayload({ ...form, entries: [entry] })]),
  );
}

/** Digests that say where the comment is, and bytes that are no payload. */
export function forgedBytes(commentId: string): ForgedArtifacts {
  const digest = { kind: "digest", publishedAtMs: 1, writer: "e".repeat(16), seq: 1 } as const;
  const bytes: readonly Uint8Array[] = [
    Buffer.from("no zip at all"),
    // Fifteen megabytes of spaces in fifteen kilobytes.
    zipOf("rollcall.json", Buffer.alloc(15 * 1024 * 1024, " ")),
    zipOf("../../../etc/passwd", Buffer.from("{}")),
    zipOf("rollcall.json", Buffer.from("[".repeat(100_000))),
  ];
  const items = bytes.map((zip, index): [string, Uint8Array] => [
    itemName({ writer: String(index).repeat(16), attempt: 1, seq: 1 }),
    zip,
  ]);
  return new Map([...items, [formatName({ ...digest, commentId }), Buffer.from("no zip")]]);
}

function itemName(item: Entry | { writer: string; attempt: number; seq: number }): string {
  const writer = "writer" in item ? item.writer : writerOf(item);
  return formatName({ kind: "entry", writer, attempt: item.attempt, seq: item.seq, final: true });
}
