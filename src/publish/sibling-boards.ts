/**
 * What do the other runs of the head know, that the comment may not show?
 *
 * Costs REST requests, so it is asked only by `sync`, by the last task of a run that sees another run
 * unfinished, and where there is no edit log to rely on.
 */
import { isDecimal } from "../base/decimal.js";
import { BySlot } from "../model/by-run.js";
import { RollcallError, describeError } from "../model/errors.js";
import type { Entry } from "../model/entry.js";
import type { Roster, Run } from "../model/roster.js";
import type { RunSummary } from "../model/summary.js";
import type { Log } from "../ports/log.js";
import type { FoundRun, Runs } from "../ports/runs.js";
import { BoardReading } from "./board-reading.js";
import { DownloadBudget, foreignDownloads } from "./download-budget.js";
import type { Knowledge } from "./knowledge.js";
import type { PublishSettings } from "./settings.js";

/** So many runs are asked after one by one. */
const unlistedRunsMax = 10;
/** So many boards that strangers may have written are listed, the newest runs' first. */
const foreignBoardsMax = 50;

/** A roster's runs are all of its own head. */
function withoutHead(found: FoundRun): Run {
  const { workflow, event, runId, attempt, status, conclusion, name } = found;
  const run = { workflow, event, runId, attempt, status, conclusion };
  return name === undefined ? run : { ...run, name };
}

/** The boards of the head's other runs. */
export class SiblingBoards {
  readonly #runs: Runs;
  readonly #settings: PublishSettings;
  readonly #knowledge: Knowledge;
  readonly #log: Log;
  readonly #ownBoardIsRead: boolean;
  #toldForbidden = false;
  readonly #readings = new Map<string, BoardReading>();
  readonly #foreignBudget = new DownloadBudget(foreignDownloads);
  #foreignBoards = 0;
  #toldTooMany = false;

  constructor(
    runs: Runs,
    settings: PublishSettings,
    knowledge: Knowledge,
    log: Log,
    ownBoardIsRead: boolean,
  ) {
    this.#runs = runs;
    this.#ownBoardIsRead = ownBoardIsRead;
    this.#settings = settings;
    this.#knowledge = knowledge;
    this.#log = log;
  }

  /**
   * Learns how far the head's runs are, and with `boards` what lies there. False if that failed.
   *
   * @param shown what the comment shows: where no board tells of them, only it knows the rows
   */
  async gather(boards: boolean, shown?: () => Promise<Roster | undefined>): Promise<boolean> {
    try {
      const ofHead = await this.#runs.ofHead(this.#settings.head);
      const comment = await shown?.();
      const runs = [...ofHead, ...(await this.#unlisted(ofHead, comment))];
      if (boards) for (const run of runs) await this.#readBoard(run);
      this.#learnRuns(runs, comment);
      return true;
    } catch (error) {
      this.#noteProblem(error);
      return false;
    }
  }

  /** What a permission would mend is told, once; the rest may be over in a moment. */
  #noteProblem(error: unknown): void {
    const forbidden = error instanceof RollcallError && error.code === "forbidden";
    const told = forbidden && !this.#toldForbidden;
    this.#toldForbidden ||= forbidden;
    this.#log.write(
      told ? "notice" : "debug",
      told
        ? `rows of runs that have ended cannot be marked, nor other runs' boards be read: ${error.message}`
        : `the head's runs: ${describeError(error)}`,
    );
  }

  /**
   * A `pull_request_target` or merge-queue run is not listed under the pull request's head: a row
   * without a verdict asks after its run by id.
   */
  async #unlisted(listed: readonly Run[], comment: Roster | undefined): Promise<Run[]> {
    const known = new Set([...listed.map(({ runId }) => runId), this.#settings.run.runId]);
    const open = this.#rows(comment)
      .filter((row) => ("tasks" in row ? row.tasks.some(({ final }) => !final) : !row.final))
      .filter(({ runId }) => isDecimal(runId) && !known.has(runId));
    const ids = [...new Set(open.map(({ runId }) => runId))].slice(0, unlistedRunsMax);
    const runs = await Promise.all(ids.map(async (runId) => await this.#runs.byId(runId)));
    return runs.filter((run) => run !== undefined).map(withoutHead);
  }

  /** A repository has workflows that do not use Rollcall: only runs with entries matter. */
  #learnRuns(runs: readonly Run[], comment: Roster | undefined): void {
    const known = new BySlot<true>();
    for (const row of this.#rows(comment)) known.set(row, true);
    const relevant = runs.filter((run) => known.get(run) === true);
    this.#knowledge.learnParts({ runs: relevant });
  }

  /** What is known, or shown, of tasks. */
  #rows(comment: Roster | undefined): readonly (Entry | RunSummary)[] {
    return [this.#knowledge.roster, comment].flatMap((roster) => [
      ...(roster?.entries ?? []),
      ...(roster?.summaries ?? []),
    ]);
  }

  async #readBoard(run: Run): Promise<void> {
    if (run.runId === this.#settings.run.runId && this.#ownBoardIsRead) return;
    const reading = this.#readings.get(run.runId) ?? this.#open(run);
    if (reading === undefined) return;
    await reading.refresh();
    await reading.gatherRest();
  }

  /** Undefined if it is one too many. */
  #open(run: Run): BoardReading | undefined {
    const reader = this.#runs.boardOf(run.runId);
    const isForeign = reader.foreign === true;
    if (isForeign && this.#foreignBoards >= foreignBoardsMax) {
      this.#tellTooMany();
      return undefined;
    }
    if (isForeign) this.#foreignBoards += 1;
    const foreign = isForeign ? { foreignBudget: this.#foreignBudget } : {};
    const reading = new BoardReading({ reader, run, ...foreign }, this.#knowledge, this.#log);
    this.#readings.set(run.runId, reading);
    return reading;
  }

  #tellTooMany(): void {
    if (this.#toldTooMany) return;
    this.#toldTooMany = true;
    this.#log.write(
      "warning",
      `the fork has more than ${foreignBoardsMax} runs of this commit; the boards of its older ones are left out`,
    );
  }
}
