/** What would a reader of the comment have seen on this day, version by version? */
import { decodeBody } from "../../../codec/state-block.js";
import { liveEntries } from "../../../merge/live.js";
import { type TaskIdentity, identityKey } from "../../../model/entry.js";
import type { Status } from "../../../model/status.js";
import { type PublishWorld, worldMarker } from "../../publish-world.js";
import type { DayJob } from "./day.js";

/** A job whose command has ended. */
export interface EndedJob {
  readonly job: DayJob;
  readonly verdictAtMs: number;
}

/** How well the rows were told; times in milliseconds. */
export interface RowFigures {
  /** From each verdict to the row that shows it; those that never were shown are left out. */
  readonly verdictToRowMs: readonly number[];
  /** Verdicts whose rows are missing or wrong at rest. */
  readonly wrongAtRest: number;
  /** How long verdicts that had been shown were overwritten; one item for each time. */
  readonly overwrittenMs: readonly number[];
  readonly commentsMade: number;
  readonly commentsAtRest: number;
  readonly bodyCharsMax: number;
}

interface Version {
  readonly atMs: number;
  readonly rows: ReadonlyMap<string, Status>;
}

/** Reads the history of the comment that stayed. */
export function tellRows(world: PublishWorld, ended: readonly EndedJob[]): RowFigures {
  const made = world.github.allCommentsOf(world.pull).filter(({ versions, author }) => {
    return author.endsWith("[bot]") && versions[0]?.body.startsWith(worldMarker) === true;
  });
  const survivor = world.ours().at(0);
  const bodies = survivor?.versions ?? [];
  const versions = bodies.map(({ body, atMs }) => ({ atMs, rows: rowsOf(body) }));
  const told = ended.map((job) => tellRow(versions, job));
  return {
    verdictToRowMs: told.flatMap(({ verdictToRowMs }) => verdictToRowMs ?? []),
    overwrittenMs: told.flatMap(({ overwrittenMs }) => overwrittenMs),
    wrongAtRest: told.filter(({ rightAtRest }) => !rightAtRest).length,
    commentsMade: made.length,
    commentsAtRest: world.ours().length,
    bodyCharsMax: Math.max(
      0,
      ...made.flatMap(({ versions: all }) => all.map(({ body }) => body.length)),
    ),
  };
}

function tellRow(
  versions: readonly Version[],
  { job, verdictAtMs }: EndedJob,
): {
  readonly verdictToRowMs: number | undefined;
  readonly overwrittenMs: readonly number[];
  readonly rightAtRest: boolean;
} {
  const key = keyOf(job);
  const overwrittenMs: number[] = [];
  let verdictToRowMs: number | undefined;
  let lostAtMs: number | undefined;
  for (const { atMs, rows } of versions) {
    const shown = rows.get(key) === job.verdict;
    if (shown) verdictToRowMs ??= Math.max(0, atMs - verdictAtMs);
    if (shown && lostAtMs !== undefined) {
      overwrittenMs.push(atMs - lostAtMs);
      lostAtMs = undefined;
    }
    if (!shown && verdictToRowMs !== undefined) lostAtMs ??= atMs;
  }
  const rightAtRest = versions.at(-1)?.rows.get(key) === job.verdict;
  return { verdictToRowMs, overwrittenMs, rightAtRest };
}

function rowsOf(body: string): ReadonlyMap<string, Status> {
  const decoded = decodeBody(body);
  if (decoded.kind !== "state") return new Map();
  return new Map(
    liveEntries(decoded.roster).map(({ entry }) => [identityKey(entry), entry.status]),
  );
}

function keyOf({ workflow, job, task }: DayJob): string {
  const identity: TaskIdentity = { workflow, event: "pull_request", job, leg: "", task };
  return identityKey(identity);
}
