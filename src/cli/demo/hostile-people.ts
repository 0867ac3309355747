/**
 * What do strangers and maintainers do to the comments of a pull request while its tasks run?
 *
 * A stranger posts our marker and copies of our state block; a maintainer, who may edit every comment,
 * writes into ours, and another one empties it.
 */
import type { CommentRecord } from "../../emulator/state.js";
import type { Clock } from "../../ports/clock.js";
import { commentMarker } from "../../render/comment.js";
import { type Attempt, effectOf } from "./attempt.js";
import { forgedBody, forgedResult } from "./forgeries.js";
import { activeIn } from "./hostile-texts.js";
import type { PlannedWorkflow } from "./plan.js";
import { type DemoWorld, demoPullNumber } from "./world.js";

const pollMs = 100;
/** From the first sight of our comment on, between one deed and the next. */
const pauseMs = 2_000;

/** The people of one demo. */
export class HostilePeople {
  readonly #world: DemoWorld;
  readonly #plan: readonly PlannedWorkflow[];
  readonly #clock: Clock;
  readonly #canBeMended: boolean;
  readonly #posted: CommentRecord[] = [];
  /** How often each maintainer has edited our comment. */
  readonly #edits = { written: 0, emptied: 0 };

  /** @param canBeMended false where nothing but the comment knows the rows of tasks that have ended */
  constructor(
    world: DemoWorld,
    plan: readonly PlannedWorkflow[],
    clock: Clock,
    canBeMended: boolean,
  ) {
    this.#world = world;
    this.#canBeMended = canBeMended;
    this.#plan = plan;
    this.#clock = clock;
  }

  /** Before any task speaks, so that the stranger's comment is the oldest one with our marker. */
  begin(): void {
    this.#post(forgedBody(this.#plan, this.#clock.wallMs()));
  }

  /** While the tasks run. */
  async play(isRunning: () => boolean): Promise<void> {
    while (isRunning() && this.#world.comments().length === 0) await this.#clock.sleep(pollMs);
    const deeds = [
      () => {
        this.#copyOurs();
      },
      () => {
        this.#edits.written += this.#edit(
          "maintainer",
          forgedBody(this.#plan, this.#clock.wallMs()),
        );
      },
      () => {
        this.#edits.emptied += this.#edit("other-maintainer", marker);
      },
    ];
    // However slow the machine is: a sync that comes after the tasks has to mend it, too.
    for (const deed of this.#canBeMended ? deeds : deeds.slice(0, 1)) {
      await this.#clock.sleep(pauseMs);
      deed();
    }
  }

  /** The comment that a forger would like to be taken for ours. */
  get decoyId(): string {
    const [{ id, nodeId } = { id: "", nodeId: "" }] = this.#posted;
    return `${id}:${nodeId}`;
  }

  get attempts(): readonly Attempt[] {
    return [
      {
        what: "a stranger's comments with our marker, a forged state block, a copy and a quote of ours",
        cameOf: () =>
          effectOf(
            [
              this.#posted.some((comment) => isTouched(comment)) && "one of them was touched",
              this.#posted.length < 3 && `only ${this.#posted.length} were posted`,
            ],
            `${this.#posted.length} left as they were, not believed`,
          ),
      },
      this.#edited("a maintainer's edit that makes every row of our comment passed", "written"),
      this.#edited("a maintainer who empties our comment", "emptied"),
      {
        what: "a task with mentions, closing keywords, markers and HTML in all that it says",
        cameOf: () => {
          const found = this.#world.comments().map(({ body }) => activeIn(body));
          return effectOf(
            found.map((active) => active && `active in our comment: ${active}`),
            "shown as the text that it is",
          );
        },
      },
    ];
  }

  #edited(what: string, which: "written" | "emptied"): Attempt {
    return {
      what,
      cameOf: () => {
        const bodies = this.#world.comments().map(({ body }) => body);
        if (!this.#canBeMended) return effectOf([], notTried);
        return effectOf(
          [
            this.#edits[which] === 0 && "there was no comment to edit",
            bodies.some((body) => body.includes(forgedResult)) && "what it said still stands",
            bodies.some((body) => body === marker) && "our comment is still empty",
          ],
          "mended by the next publication",
        );
      },
    };
  }

  #copyOurs(): void {
    const [ours] = this.#world.comments();
    if (ours === undefined) return;
    this.#post(ours.body);
    this.#post(ours.body.replace(/^/gm, "> "));
  }

  #post(body: string): void {
    const { github, pull } = this.#world;
    this.#posted.push(github.addCommentAs("stranger", pull, body));
  }

  /** How many comments were edited. */
  #edit(login: string, body: string): number {
    const [ours] = this.#world.comments();
    if (ours === undefined) return 0;
    this.#world.github.editCommentAs(login, ours.id, body);
    return 1;
  }
}

const notTried = "not tried: without boards and history nothing brings back what a person removes";
const marker = commentMarker("pull-request", demoPullNumber);

function isTouched({ versions, deletedAtMs }: CommentRecord): boolean {
  return versions.length > 1 || deletedAtMs !== undefined;
}
