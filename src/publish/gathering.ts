/**
 * What does a publication look at before it decides, and what of that may be believed?
 *
 * The comment with its log, and the boards: side by side where the log tells of every write, one after the
 * other where what is written must be made from what is read last.
 */
import type { Entry } from "../model/entry.js";
import type { Roster } from "../model/roster.js";
import { type Decision, decide } from "../protocol/decide.js";
import type { Seen } from "../protocol/revision.js";
import type { Trust } from "./trust.js";
import type { Verification, VerificationInput } from "./verification.js";

/** What is looked at, and with whose eyes. */
export interface GatheringInput extends Pick<
  VerificationInput,
  "settings" | "knowledge" | "session" | "lastWord" | "contributed"
> {
  readonly trust: Trust;
  /**
   * Reads the boards into `knowledge`; `thorough` includes the siblings'. What the comment is `shown` to hold
   * is not downloaded. False if a board failed.
   */
  gatherBoards(thorough: boolean, shown?: () => Promise<Roster | undefined>): Promise<boolean>;
  /** Called as soon as it is clear that we shall write, where the answer will confirm it at once. */
  onWriting(): void;
  /** Our task's newest entry; undefined for a sync. */
  ownEntry(): Entry | undefined;
  /** True if comments of dead creators must be looked for too, not only the one that is known. */
  searchesAll(): boolean;
}

/** The eyes of one publication. */
export class Gathering {
  readonly #in: GatheringInput;
  readonly #verification: Verification;

  constructor(input: GatheringInput, verification: Verification) {
    this.#in = input;
    this.#verification = verification;
  }

  /**
   * Reads comment and boards. Throws `RollcallError` where the comment cannot be read.
   *
   * @param edits how many versions of the comment to ask for
   */
  async gather(edits: number, isFirst: boolean): Promise<Seen> {
    const { session, lastWord } = this.#in;
    const thorough = lastWord && this.#verification.withoutLog && (await this.#in.contributed());
    if (lastWord && isFirst && this.#in.searchesAll()) session.searchNext();
    // What a write is made from must be fresh: slow reading of other runs' boards comes before it.
    if (thorough && !(await this.#in.gatherBoards(thorough))) {
      this.#verification.noteBoardsFailure();
    }
    const reading = this.#read(edits);
    const [seen] = await Promise.all([
      reading,
      thorough
        ? undefined
        : this.#in.gatherBoards(thorough, async () => await this.#shown(reading)),
    ]);
    return seen;
  }

  /** What GitHub denies is taken out of the read and of what we know. */
  async examined(seen: Seen): Promise<Seen> {
    const { trust, knowledge, settings } = this.#in;
    const own = this.#in.ownEntry();
    if (!(await trust.examine(seen, knowledge.roster, own === undefined))) return seen;
    knowledge.review(own, settings.run);
    return { ...seen, comments: seen.comments.map((comment) => trust.judged(comment)) };
  }

  /** What follows from what was seen and all that we know. */
  decide(seen: Seen): Decision {
    const { knowledge, settings } = this.#in;
    const { lane, head, run } = settings;
    return decide(seen, knowledge.roster, { lane, head, runId: run.runId });
  }

  /** What we shall know from the read; undefined if it fails, which is told elsewhere. */
  async #shown(reading: Promise<Seen>): Promise<Roster | undefined> {
    const seen = await reading.catch(() => undefined);
    const decision = seen === undefined ? undefined : this.decide(seen);
    return decision?.kind === "compare" ? decision.wanted : undefined;
  }

  /** What is known after the read is enough for a digest: the board need not be waited for. */
  async #read(edits: number): Promise<Seen> {
    const { session, knowledge } = this.#in;
    const seen = await this.examined(await session.read(edits));
    if (!session.logProven) return seen;
    const decision = this.decide(seen);
    if (decision.kind === "compare" && !decision.holdsAll) {
      knowledge.learn(decision.wanted);
      this.#in.onWriting();
    }
    return seen;
  }
}
