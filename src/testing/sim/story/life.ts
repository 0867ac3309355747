/** When does a process die? At a moment, or in the middle of one of its calls. */

/** The life of one process: once it is over, nothing that it waits for comes back. */
export class Life {
  readonly #hearers: (() => void)[] = [];
  #over = false;
  #callsLeft = Number.POSITIVE_INFINITY;

  get over(): boolean {
    return this.#over;
  }

  /** The process dies: what is on its way may still arrive. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    for (const hear of this.#hearers) hear();
  }

  /** Calls back when the process dies. */
  onEnd(hear: () => void): void {
    this.#hearers.push(hear);
  }

  /** So many calls more, and it dies in the middle of the last one. */
  endAtCall(count: number): void {
    this.#callsLeft = count;
  }

  /** A call begins; true if the process does not live to see its answer. */
  callBegins(): boolean {
    this.#callsLeft -= 1;
    return this.#callsLeft === 0;
  }
}

/** What a dead process waits for. */
export async function never(): Promise<never> {
  return await new Promise(() => undefined);
}
