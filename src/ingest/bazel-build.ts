/**
 * What have all invocations of one event file done by now?
 *
 * Mostly there is one. A command that tries again appends another one, or starts the file anew: the last
 * invocation counts, and how many there were.
 */
import type { BazelEvent } from "./bazel-event.js";
import { BazelEventReader } from "./bazel-events.js";
import { BazelInvocation } from "./bazel-invocation.js";

/** One event file, read piece by piece. */
export class BazelBuild {
  readonly #onProblem: (problem: string) => void;
  readonly #fallbackCommand: string;
  #reader: BazelEventReader;
  #invocation: BazelInvocation | undefined;
  #attempt = 0;
  #changes = 0;

  /** @param fallbackCommand the subcommand, where the file does not name one */
  constructor(fallbackCommand: string, onProblem: (problem: string) => void) {
    this.#fallbackCommand = fallbackCommand;
    this.#onProblem = onProblem;
    this.#reader = this.#newReader();
  }

  /** The last invocation; undefined before the first event. */
  get invocation(): BazelInvocation | undefined {
    return this.#invocation;
  }

  /** The how-manieth it is, from 1. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Grows with every event, so that a look can tell whether something is new. */
  get changes(): number {
    return this.#changes;
  }

  /** Takes the next bytes of the file. */
  push(bytes: Uint8Array): void {
    this.#reader.push(bytes);
  }

  /** The file has ended. */
  finish(): void {
    this.#reader.finish();
  }

  /** Another file has taken the place of the one before. */
  startOver(): void {
    this.#reader = this.#newReader();
  }

  #newReader(): BazelEventReader {
    return new BazelEventReader({
      onEvent: (event) => {
        this.#take(event);
      },
      onProblem: this.#onProblem,
    });
  }

  #take(event: BazelEvent): void {
    this.#changes += 1;
    if (event.kind === "started" || this.#invocation === undefined) {
      this.#invocation = new BazelInvocation();
      this.#invocation.command = this.#fallbackCommand;
      this.#attempt += 1;
    }
    const { command } = this.#invocation;
    this.#invocation.take(event);
    if (this.#invocation.command === "") this.#invocation.command = command;
  }
}
