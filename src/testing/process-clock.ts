/** What does one process take for the time, while all share one virtual clock? */
import type { Cancellation, Clock } from "../ports/clock.js";
import type { VirtualClock } from "./virtual-clock.js";

/** How far a process's two clocks are off; every machine has its own idea of the time. */
export interface ClockOffsets {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/** The `Clock` port over a virtual clock. */
export class ProcessClock implements Clock {
  readonly #clock: VirtualClock;
  readonly #offsets: ClockOffsets;

  constructor(clock: VirtualClock, offsets: ClockOffsets) {
    this.#clock = clock;
    this.#offsets = offsets;
  }

  /** See `Clock`. */
  monotonicMs(): number {
    return this.#clock.nowMs() + this.#offsets.monotonicMs;
  }

  /** See `Clock`. */
  wallMs(): number {
    return this.#clock.nowMs() + this.#offsets.wallMs;
  }

  /** See `Clock`. */
  async sleep(delayMs: number, signal?: Cancellation): Promise<boolean> {
    return await new Promise((resolve) => {
      let withdraw = (): void => undefined;
      const stop = this.#clock.timer(delayMs, () => {
        withdraw();
        resolve(true);
      });
      withdraw =
        signal?.onCancel(() => {
          stop();
          resolve(false);
        }) ?? withdraw;
    });
  }
}
