/**
 * What does a real pull request's CI look like?
 *
 * Two workflows whose jobs start as runners become free, last minutes, and tell of themselves while
 * they run. Drawn once, so that every protocol meets the same day.
 */
import type { Prng } from "../../../base/prng.js";
import type { Status } from "../../../model/status.js";

/** How large the day is, and how quick GitHub. */
export interface DayOptions {
  readonly workflows: number;
  readonly jobsPerWorkflow: number;
  /** From the first job's start to the last one's verdict. */
  readonly spanMs: number;
  readonly intervalMs: number;
  /** A call of the API takes between these. */
  readonly apiMsMin: number;
  readonly apiMsMax: number;
  /** An artifact's upload takes about so long, over all of its calls. */
  readonly uploadMs: number;
  /** A listing of artifacts may be so far behind. */
  readonly listingLagMs: number;
  /** What the job's own token may spend in an hour, of REST and of GraphQL each. */
  readonly jobBudget: number;
  /** What an app's token may. */
  readonly appBudget: number;
  /** GitHub's secondary limits on writes. */
  readonly writesPerMinuteMax: number;
  readonly writesPerHourMax: number;
}

/** The workload of issue 3: assumed latencies, each a knob. */
export const usualDay: DayOptions = {
  workflows: 2,
  jobsPerWorkflow: 50,
  spanMs: 600_000,
  intervalMs: 20_000,
  apiMsMin: 200,
  apiMsMax: 600,
  uploadMs: 1_200,
  listingLagMs: 5_000,
  jobBudget: 1_000,
  appBudget: 5_000,
  writesPerMinuteMax: 80,
  writesPerHourMax: 500,
};

/** One job with its one task. */
export interface DayJob {
  readonly workflow: string;
  readonly runId: string;
  readonly job: string;
  readonly task: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly verdict: Status;
  /** When its row has something new to tell, apart from the verdict. */
  readonly updateMs: readonly number[];
}

/** Draws the jobs of a day. */
export function drawDay(options: DayOptions, prng: Prng): readonly DayJob[] {
  const { workflows, jobsPerWorkflow, spanMs } = options;
  return Array.from({ length: workflows }, (_, workflow) =>
    Array.from({ length: jobsPerWorkflow }, (__, index): DayJob => {
      // Half of the jobs start together, the others when a runner becomes free.
      const startMs =
        index % 2 === 0 ? prng.integer(0, 5_000) : prng.integer(0, Math.floor(spanMs / 2));
      const endMs = prng.integer(startMs + 30_000, spanMs);
      const updates = prng.integer(1, 4);
      return {
        workflow: `.github/workflows/w${workflow}.yml`,
        runId: String(1_000 + workflow),
        job: `job-${index}`,
        task: `task-${index}`,
        startMs,
        endMs,
        verdict: prng.pick<Status>(["passed", "passed", "passed", "failed"]),
        updateMs: Array.from({ length: updates }, () => prng.integer(startMs, endMs)).sort(
          (a, b) => a - b,
        ),
      };
    }),
  ).flat();
}
