/** Who read and wrote what, when: what a failing seed prints. */

/** One line of a trace. */
export interface TraceLine {
  readonly atMs: number;
  readonly who: string;
  readonly what: string;
}

/** What happened in one schedule, in order. */
export class Trace {
  readonly lines: TraceLine[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Notes what somebody did. */
  add(who: string, what: string): void {
    this.lines.push({ atMs: this.#nowMs(), who, what });
  }

  /** The lines for people, times from the first one on. */
  toString(): string {
    const startMs = this.lines[0]?.atMs ?? 0;
    return this.lines
      .map(({ atMs, who, what }) => `${seconds(atMs - startMs)} ${who.padEnd(14)} ${what}`)
      .join("\n");
  }
}

function seconds(durationMs: number): string {
  return (durationMs / 1_000).toFixed(3).padStart(8);
}
