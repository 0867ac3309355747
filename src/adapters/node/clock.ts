/** How does the Clock port tell time under Node? The one place that sets timers. */
import type { Cancellation, Clock } from "../../ports/clock.js";

/** Node's timers take no longer delay: a longer one would fire at once. */
const timerMsMax = 2 ** 31 - 1;

/** How a clock's timers behave. */
export interface NodeClockOptions {
  /**
   * False for work that must not keep the process alive: the process may end in the middle of a wait.
   * True by default.
   */
  readonly holdsProcess?: boolean;
}

/** The real clock. */
export class NodeClock implements Clock {
  readonly #holdsProcess: boolean;

  constructor(options: NodeClockOptions = {}) {
    this.#holdsProcess = options.holdsProcess ?? true;
  }

  monotonicMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  sleep(delayMs: number, signal?: Cancellation): Promise<boolean> {
    if (signal?.cancelled === true) return Promise.resolve(false);
    return new Promise((resolve) => {
      let withdraw = (): void => undefined;
      const timer = setTimeout(() => {
        withdraw();
        resolve(true);
      }, timerDelay(delayMs));
      if (!this.#holdsProcess) timer.unref();
      withdraw =
        signal?.onCancel(() => {
          clearTimeout(timer);
          resolve(false);
        }) ?? withdraw;
    });
  }
}

/** A delay that `setTimeout` takes as it is meant; what is no number is no delay. */
function timerDelay(delayMs: number): number {
  if (!(delayMs > 0)) return 0;
  return Math.min(Math.ceil(delayMs), timerMsMax);
}

/** A cancellation and the function that fires it. */
export class CancellationSource implements Cancellation {
  #cancelled = false;
  readonly #callbacks = new Set<() => void>();

  get cancelled(): boolean {
    return this.#cancelled;
  }

  onCancel(callback: () => void): () => void {
    if (this.#cancelled) {
      callback();
      return () => undefined;
    }
    // A wrapper of its own: the same function may be registered twice.
    const registered = (): void => {
      callback();
    };
    this.#callbacks.add(registered);
    return () => {
      this.#callbacks.delete(registered);
    };
  }

  /** Fires once; later calls do nothing. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    const callbacks = [...this.#callbacks];
    this.#callbacks.clear();
    for (const callback of callbacks) callback();
  }
}
