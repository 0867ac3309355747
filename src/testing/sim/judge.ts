/** Is a seed's schedule right, and if not, what must a person read to see why? */
import { type Violation, violationsOf } from "./checkers.js";
import { protocolOf } from "./protocols.js";
import { type Level, type Played, playSeed } from "./schedule.js";

/** One schedule with its verdict. */
export interface Judged {
  readonly seed: string;
  readonly violations: readonly Violation[];
  /** The knobs, the trace and what is broken. */
  readonly report: string;
}

/** What is played: the production protocol over the ports, if not said otherwise. */
export interface Judging {
  readonly level?: Level;
  /** One of `protocols.ts`. */
  readonly protocol?: string;
}

/** Plays and judges a seed. */
export async function judgeSeed(
  seed: string,
  { level = "ports", protocol = "rollcall" }: Judging = {},
): Promise<Judged> {
  const played = await playSeed(seed, { level, protocol: protocolOf(protocol) });
  const violations = violationsOf(played);
  return {
    seed,
    violations,
    // Written only for whoever reads it: of thousands of schedules hardly one.
    get report() {
      return `seed ${seed}: ${protocol} over ${level}\n${reportOf(played, violations)}`;
    },
  };
}

function reportOf({ story, trace, syncs }: Played, violations: readonly Violation[]): string {
  return [
    ...Object.entries(story.knobs).map(([knob, value]) => `  ${knob} = ${String(value)}`),
    trace.toString(),
    `syncs: ${syncs.map(({ kind }) => kind).join(", ")}`,
    ...violations.map(({ invariant, detail }) => `VIOLATED ${invariant}: ${detail}`),
    ...(violations.length === 0 ? ["nothing is violated"] : []),
  ].join("\n");
}
