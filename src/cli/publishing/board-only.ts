/**
 * What can a task do whose token may only read?
 *
 * The comment is out of its reach, but not the run's board: that has a token of its own. There a `sync`
 * with a token that may write finds the entry.
 */
import { type Entry } from "../../model/entry.js";
import { RollcallError, describeError } from "../../model/errors.js";
import type { Board } from "../../ports/board.js";
import type { Clock } from "../../ports/clock.js";
import type { Log } from "../../ports/log.js";
import { Deadline } from "../../publish/deadline.js";
import { Knowledge } from "../../publish/knowledge.js";
import { OwnBoard } from "../../publish/own-board.js";
import type { PublishSettings } from "../../publish/settings.js";
import type { ReadOnlyReason } from "../host/ci-facts.js";
import type { TaskOutcome, TaskPublisher } from "./task-publisher.js";

/** What it works with. */
export interface BoardOnlyOptions {
  readonly reason: ReadOnlyReason;
  readonly settings: PublishSettings;
  readonly board: Board | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Puts entries on the run's board and writes no comment. */
export class BoardOnly implements TaskPublisher {
  readonly #options: BoardOnlyOptions;
  readonly #board: OwnBoard | undefined;
  /** The sequence number of our entry on the board. */
  #contributed: number | undefined;

  constructor(options: BoardOnlyOptions) {
    const { settings, board, log } = options;
    this.#options = options;
    this.#board =
      board === undefined
        ? undefined
        : new OwnBoard({ board, settings, knowledge: new Knowledge(settings), log });
  }

  async publish(
    entry: Entry,
    { budgetMs }: { readonly budgetMs?: number } = {},
  ): Promise<TaskOutcome> {
    const { reason, settings, clock } = this.#options;
    const { liveBudgetMs, finalBudgetMs } = settings.timing;
    const deadline = new Deadline(clock, budgetMs ?? (entry.final ? finalBudgetMs : liveBudgetMs));
    const onBoard = await deadline.race(this.#contribute(entry));
    return { kind: "read-only", reason, onBoard: onBoard === true };
  }

  async publishOnce(entry: Entry): Promise<TaskOutcome> {
    return await this.publish(entry, { budgetMs: this.#options.settings.timing.finalBudgetMs });
  }

  /** True if the entry lies on the board. */
  async #contribute(entry: Entry): Promise<boolean> {
    if (this.#board === undefined) return false;
    if (this.#contributed === entry.seq) return true;
    try {
      await this.#board.contribute(entry);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      this.#options.log.write("info", `the run's board cannot be used: ${describeError(error)}`);
      return false;
    }
    this.#contributed = entry.seq;
    return true;
  }
}
