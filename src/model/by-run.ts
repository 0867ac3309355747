/**
 * How is something kept for each run, and found again without writing out a key?
 *
 * Every entry is asked for its run several times, and thousands of entries share a few workflows: maps in
 * maps find a run by texts whose hashes are known, where one text of all three would have to be written first.
 */

/** One run of one workflow. */
export interface RunPlace {
  readonly workflow: string;
  readonly event: string;
  readonly runId: string;
}

/** Values by run. */
export class ByRun<Value> {
  readonly #slots = new BySlot<Map<string, Value>>();

  get(run: RunPlace): Value | undefined {
    return this.#slots.get(run)?.get(run.runId);
  }

  set(run: RunPlace, value: Value): void {
    const known = this.#slots.get(run);
    if (known === undefined) this.#slots.set(run, new Map([[run.runId, value]]));
    else known.set(run.runId, value);
  }

  /** All values, those of one workflow and event together. */
  values(): readonly Value[] {
    return this.#slots.values().flatMap((runs) => [...runs.values()]);
  }
}

/** Values by workflow and event: what runs of the same trigger take turns in. */
export class BySlot<Value> {
  readonly #workflows = new Map<string, Map<string, Value>>();

  get({ workflow, event }: Pick<RunPlace, "workflow" | "event">): Value | undefined {
    return this.#workflows.get(workflow)?.get(event);
  }

  set({ workflow, event }: Pick<RunPlace, "workflow" | "event">, value: Value): void {
    const known = this.#workflows.get(workflow);
    if (known === undefined) this.#workflows.set(workflow, new Map([[event, value]]));
    else known.set(event, value);
  }

  /** All values, those of one workflow together. */
  values(): readonly Value[] {
    return [...this.#workflows.values()].flatMap((events) => [...events.values()]);
  }
}
