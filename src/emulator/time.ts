/** Where does the modelled GitHub get its time from: the real clock, or a simulator's? */

/** GitHub's clock. */
export interface EmulatorClock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Resolves after the delay. */
  wait(delayMs: number): Promise<void>;
}
