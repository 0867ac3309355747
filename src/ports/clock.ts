/** What time is it, and how does one wait? The only door to clocks and timers. */

/** A process's own clock and timers. */
export interface Clock {
  /** Never goes back; only differences mean something. For durations and time-outs. */
  monotonicMs(): number;
  /** The machine's idea of the time since 1970, which may be minutes off. */
  wallMs(): number;
  /** Resolves after the delay, or early (with `false`) when the signal fires. */
  sleep(delayMs: number, signal?: Cancellation): Promise<boolean>;
}

/** Something that ends a wait early: what `AbortSignal` is, without its globals. */
export interface Cancellation {
  readonly cancelled: boolean;
  /** Calls back once, at once if already cancelled. Returns a function that withdraws the call-back. */
  onCancel(callback: () => void): () => void;
}
