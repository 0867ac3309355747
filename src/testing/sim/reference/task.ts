/**
 * When does the reference publish? (Fact sheet 4.1, SEED.)
 *
 * At the task's start, at its verdict, and in between as often as its throttle lets it. Publishing is
 * synchronous there: the verdict waits for whatever is under way.
 */
import type { Entry } from "../../../model/entry.js";
import { RollcallError } from "../../../model/errors.js";
import { ReferenceCycle, type ReferencePorts, type ReferenceSettings } from "./cycle.js";

/** One task's process. */
export class ReferenceTask {
  readonly #ports: ReferencePorts;
  readonly #settings: ReferenceSettings;
  readonly #cycle: ReferenceCycle;
  readonly #startedMs: number;
  #started = false;
  /** When a live update was last let through, since the start. */
  #stampMs = 0;
  #underWay: Promise<void> = Promise.resolve();

  constructor(ports: ReferencePorts, settings: ReferenceSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#cycle = new ReferenceCycle(ports, settings);
    this.#startedMs = ports.clock.monotonicMs();
  }

  /** The task has something to say, or has said nothing for five seconds. */
  async live(entry: Entry): Promise<void> {
    this.#underWay = this.#live(entry);
    await this.#underWay;
  }

  /** Resolves when no live update is under way. */
  async stop(): Promise<void> {
    await this.#underWay;
  }

  /** The task has ended. */
  async verdict(entry: Entry): Promise<void> {
    await this.#underWay;
    await this.#cycle.publish(entry);
  }

  async #live(entry: Entry): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      await this.#askForJobPage();
      await this.#cycle.publish(entry);
      return;
    }
    const sinceStartMs = this.#ports.clock.monotonicMs() - this.#startedMs;
    if (sinceStartMs - this.#stampMs < this.#cycle.windowMs) return;
    this.#stampMs = sinceStartMs;
    await this.#cycle.publish(entry);
  }

  /** It looks its job's page up among the run's jobs: one request. */
  async #askForJobPage(): Promise<void> {
    try {
      await this.#ports.runs?.byId(this.#settings.run.runId);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
    }
  }
}
