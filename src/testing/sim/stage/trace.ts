/** Who read and wrote what, when: what a failing seed prints. */

/** One line of a trace: a text, or how to make it, since hardly any trace is ever read. */
export interface TraceLine {
  readonly atMs: number;
  readonly who: string;
  readonly what: string | (() => string);
}

/** What happened in one schedule, in order. */
export class Trace {
  readonly lines: TraceLine[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Notes what somebody did. */
  add(who: string, what: TraceLine["what"]): void {
    this.lines.push({ atMs: this.#nowMs(), who, what });
  }

  /** The lines for people, times from the first one on. */
  toString(): string {
    const startMs = this.lines[0]?.atMs ?? 0;
    return this.lines
      .map(({ atMs, who, what }) => {
        const text = typeof what === "string" ? what : what();
        return `${seconds(atMs - startMs)} ${who.padEnd(14)} ${text}`;
      })
      .join("\n");
  }
}

function seconds(durationMs: number): string {
  return (durationMs / 1_000).toFixed(3).padStart(8);
}
