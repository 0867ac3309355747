/** Is a seed's schedule right, and if not, what must a person read to see why? */
import { type Violation, violationsOf } from "./checkers.js";
import { type Played, playSeed } from "./schedule.js";

/** One schedule with its verdict. */
export interface Judged {
  readonly seed: string;
  readonly violations: readonly Violation[];
  /** The knobs, the trace and what is broken. */
  readonly report: string;
}

/** Plays and judges a seed. A bug that throws is a violation of everything. */
export async function judgeSeed(seed: string): Promise<Judged> {
  const played = await playSeed(seed);
  const violations = violationsOf(played);
  return {
    seed,
    violations,
    // Written only for whoever reads it: of thousands of schedules hardly one.
    get report() {
      return reportOf(played, violations);
    },
  };
}

function reportOf({ story, trace, syncs }: Played, violations: readonly Violation[]): string {
  return [
    `seed ${story.knobs.seed}`,
    ...Object.entries(story.knobs).map(([knob, value]) => `  ${knob} = ${String(value)}`),
    trace.toString(),
    `syncs: ${syncs.map(({ kind }) => kind).join(", ")}`,
    ...violations.map(({ invariant, detail }) => `VIOLATED ${invariant}: ${detail}`),
    ...(violations.length === 0 ? ["nothing is violated"] : []),
  ].join("\n");
}
