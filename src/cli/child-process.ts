/**
 * How does `rollcall run` start its command so that nothing shows that it is not alone?
 *
 * The command gets our own standard streams, no shell, and one more variable. Signals are the hard part:
 *
 * - Without a terminal (CI) the command leads a group of its own. A signal reaches only us, whether it
 *   was sent to our process or to our group, and is passed on once, to the whole group.
 * - On a terminal it stays in our group: a group of its own would cost it the terminal (`sudo`, Ctrl-Z).
 *   There Ctrl-C and a hang-up reach it by themselves, and only SIGTERM is passed on.
 *
 * A command that ends by itself may leave processes behind (a build server): they are left alone. After
 * a signal was passed on, what is left of the group gets a moment and is then killed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isatty } from "node:tty";
import { NodeClock } from "../adapters/node/clock.js";
import type { Clock } from "../ports/clock.js";
import { type CommandOutcome, endedOutcome, notStarted } from "./child-process-outcome.js";
import type { Environment } from "./ci-facts.js";

export type { CommandOutcome } from "./child-process-outcome.js";

/** The signals that are passed on. */
export type ForwardedSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

const forwardedSignals: readonly ForwardedSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** What to start. */
export interface CommandSpec {
  readonly command: readonly [string, ...string[]];
  readonly env: Environment;
  /** The directory for the updates file (`RUNNER_TEMP`, else the system's). */
  readonly temporaryDirectory: string;
  readonly clock?: Clock;
  /** Called for each signal that reaches us, until `release`. */
  readonly onSignal?: (signal: ForwardedSignal) => void;
  /** Whether the command shares our terminal; found out if not given. */
  readonly onTerminal?: boolean;
}

/** A command that has been started. */
export interface RunningCommand {
  /** Undefined if no updates file could be made; the command runs all the same. */
  readonly updatesPath: string | undefined;
  /** Resolves when the command has ended; never rejects. */
  readonly ended: Promise<CommandOutcome>;
  /** The first signal that we were sent: the task is being cancelled. */
  readonly receivedSignal: ForwardedSignal | undefined;
  /** Gives signals their usual effect back and removes the updates file. Call it last. */
  release(): void;
}

/** Starts the command, never through a shell, with our own standard streams. */
export function startCommand(spec: CommandSpec): RunningCommand {
  return new StartedCommand(spec);
}

class StartedCommand implements RunningCommand {
  readonly updatesPath: string | undefined;
  readonly ended: Promise<CommandOutcome>;
  readonly #spec: CommandSpec;
  readonly #ownGroup: boolean;
  readonly #listeners = new Map<ForwardedSignal, () => void>();
  #child: ChildProcess | undefined;
  #running = false;
  #receivedSignal: ForwardedSignal | undefined;

  constructor(spec: CommandSpec) {
    this.#spec = spec;
    this.#ownGroup = !(spec.onTerminal ?? isatty(0));
    this.updatesPath = makeUpdatesFile(spec.temporaryDirectory);
    // Before the start: a signal in between would end us and leave the command alone.
    for (const signal of forwardedSignals) {
      const listener = (): void => {
        this.#receive(signal);
      };
      this.#listeners.set(signal, listener);
      process.on(signal, listener);
    }
    this.ended = this.#start();
  }

  get receivedSignal(): ForwardedSignal | undefined {
    return this.#receivedSignal;
  }

  release(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
    this.#listeners.clear();
    if (this.updatesPath === undefined) return;
    try {
      rmSync(dirname(this.updatesPath), { recursive: true, force: true });
    } catch {
      // A temporary file that stays behind is no reason to say anything.
    }
  }

  async #start(): Promise<CommandOutcome> {
    const outcome = await this.#spawned();
    this.#running = false;
    if (this.#ownGroup && this.#receivedSignal !== undefined) await this.#endGroup();
    return outcome;
  }

  #spawned(): Promise<CommandOutcome> {
    const [program, ...args] = this.#spec.command;
    const env: NodeJS.ProcessEnv = { ...this.#spec.env };
    if (this.updatesPath === undefined) delete env["ROLLCALL_UPDATES"];
    else env["ROLLCALL_UPDATES"] = this.updatesPath;
    return new Promise((resolve) => {
      try {
        const child = spawn(program, args, { stdio: "inherit", env, detached: this.#ownGroup });
        child.on("error", (error) => {
          // Also emitted for a signal that could not be sent, to a command that runs.
          if (child.pid === undefined) resolve(notStarted(program, error));
        });
        child.on("exit", (code, signal) => {
          resolve(endedOutcome(code, signal));
        });
        this.#child = child;
        this.#running = child.pid !== undefined;
      } catch (error) {
        // Arguments that are too long, or that hold a zero byte.
        resolve(notStarted(program, error));
      }
    });
  }

  #receive(signal: ForwardedSignal): void {
    this.#receivedSignal ??= signal;
    if (this.#running && (this.#ownGroup || signal === "SIGTERM")) this.#send(signal);
    this.#spec.onSignal?.(signal);
  }

  /** Sends a signal to the group, or the process; false if there is nobody any more. */
  #send(signal: NodeJS.Signals | 0): boolean {
    const pid = this.#child?.pid;
    if (pid === undefined) return false;
    try {
      return process.kill(this.#ownGroup ? -pid : pid, signal);
    } catch {
      return false;
    }
  }

  /** After a signal: waits for what is left of the group, then kills it. */
  async #endGroup(): Promise<void> {
    const clock = this.#spec.clock ?? new NodeClock();
    for (let waitedMs = 0; waitedMs < groupGraceMs; waitedMs += groupPollMs) {
      if (!this.#send(0)) return;
      await clock.sleep(groupPollMs);
    }
    this.#send("SIGKILL");
  }
}

/** GitHub kills a cancelled job 10 s after its first signal: this must leave time to publish. */
const groupGraceMs = 1_500;
const groupPollMs = 50;

function makeUpdatesFile(directory: string): string | undefined {
  try {
    const path = join(mkdtempSync(join(directory, "rollcall-")), "updates.jsonl");
    writeFileSync(path, "", { mode: 0o600 });
    return path;
  } catch {
    return undefined;
  }
}
