/**
 * How does `rollcall run` start its command so that nothing shows that it is not alone?
 *
 * The command gets our standard input, no shell, and one more variable; what it writes is passed on by
 * `output-relay.ts`, or goes where ours goes. Signals are the hard part:
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
import { isatty } from "node:tty";
import { NodeClock } from "../../adapters/node/clock.js";
import { OutputTail } from "../../ingest/output-tail.js";
import type { Clock } from "../../ports/clock.js";
import { type CommandFiles, makeCommandFiles } from "./child-process-files.js";
import { type CommandOutcome, endedOutcome, notStarted } from "./child-process-outcome.js";
import type { Environment } from "../host/ci-facts.js";
import { signalExitCode } from "../host/exit-code.js";
import { closeWriteEnds } from "./output-pipes.js";
import { OutputRelay } from "./output-relay.js";

export type { CommandOutcome } from "./child-process-outcome.js";

/** The signals that are passed on. */
export type ForwardedSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

const forwardedSignals: readonly ForwardedSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** What to start. */
export interface CommandSpec {
  readonly command: readonly [string, ...string[]];
  readonly env: Environment;
  /** The directory for the updates file and the pipes (`RUNNER_TEMP`, else the system's). */
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
  /** Resolves when all that it had written by its end has been passed on; never rejects. */
  readonly outputDone: Promise<void>;
  /** The end of what it has written so far; undefined if it writes where we cannot look. */
  readonly outputTail: OutputTail | undefined;
  /** Why nothing is seen of what it writes, though we could look there. */
  readonly outputProblem: string | undefined;
  /** Resolves with the first signal that we are sent, before or after its end. */
  readonly signalled: Promise<ForwardedSignal>;
  /** The first signal that we were sent while it ran: the task is being cancelled. */
  readonly receivedSignal: ForwardedSignal | undefined;
  /** Gives signals their usual effect back and removes the temporary files. Call it last. */
  release(): void;
}

/** Starts the command, never through a shell, with our own standard streams. */
export function startCommand(spec: CommandSpec): RunningCommand {
  return new StartedCommand(spec);
}

class StartedCommand implements RunningCommand {
  readonly updatesPath: string | undefined;
  readonly ended: Promise<CommandOutcome>;
  readonly outputDone: Promise<void>;
  readonly outputTail: OutputTail | undefined;
  readonly outputProblem: string | undefined;
  readonly signalled: Promise<ForwardedSignal>;
  readonly #spec: CommandSpec;
  readonly #clock: Clock;
  readonly #files: CommandFiles;
  readonly #ownGroup: boolean;
  readonly #listeners = new Map<ForwardedSignal, () => void>();
  #onFirstSignal: (signal: ForwardedSignal) => void = () => undefined;
  #child: ChildProcess | undefined;
  #running = false;
  /** What we are sent now means the command. */
  #cancellable = true;
  #receivedSignal: ForwardedSignal | undefined;

  constructor(spec: CommandSpec) {
    this.#spec = spec;
    this.#clock = spec.clock ?? new NodeClock();
    this.#ownGroup = !(spec.onTerminal ?? isatty(0));
    this.#files = makeCommandFiles(spec.temporaryDirectory);
    this.updatesPath = this.#files.updatesPath;
    this.outputProblem = this.#files.output.problem;
    this.signalled = new Promise((resolve) => {
      this.#onFirstSignal = resolve;
    });
    // Before the start: a signal in between would end us and leave the command alone.
    for (const signal of forwardedSignals) {
      const listener = (): void => {
        this.#receive(signal);
      };
      this.#listeners.set(signal, listener);
      process.on(signal, listener);
    }
    const exited = this.#spawned();
    closeWriteEnds(this.#files.output);
    const tail = new OutputTail();
    const relays = this.#files.output.pipes.map(
      (pipe) =>
        new OutputRelay(pipe, this.#clock, (bytes) => {
          tail.push(bytes);
        }),
    );
    this.outputTail = relays.length > 0 ? tail : undefined;
    this.ended = this.#toItsEnd(exited);
    this.outputDone = exited.then(async () => {
      await Promise.all(
        relays.map(async (relay) => {
          await relay.finish();
        }),
      );
    });
  }

  get receivedSignal(): ForwardedSignal | undefined {
    return this.#receivedSignal;
  }

  release(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
    this.#listeners.clear();
    this.#files.remove();
  }

  async #toItsEnd(exited: Promise<CommandOutcome>): Promise<CommandOutcome> {
    const outcome = await exited;
    this.#running = false;
    // Who signals a whole group signals us, too: the command's end may be noticed first.
    if (this.#receivedSignal === undefined && mayBeOfSignal(outcome)) {
      await this.#clock.sleep(signalLagMs);
    }
    this.#cancellable = false;
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
        const child = spawn(program, args, {
          stdio: ["inherit", ...this.#files.output.stdio],
          env,
          detached: this.#ownGroup,
        });
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
    if (this.#cancellable) this.#receivedSignal ??= signal;
    if (this.#running && (this.#ownGroup || signal === "SIGTERM")) this.#send(signal);
    this.#onFirstSignal(signal);
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
    for (let waitedMs = 0; waitedMs < groupGraceMs; waitedMs += groupPollMs) {
      if (!this.#send(0)) return;
      await this.#clock.sleep(groupPollMs);
    }
    this.#send("SIGKILL");
  }
}

/** GitHub kills a cancelled job 10 s after its first signal: this must leave time to publish. */
const groupGraceMs = 1_500;
const groupPollMs = 50;
/** So much later than its command at most are we told of a signal that was sent to both. */
const signalLagMs = 50;

/** The command died of one of the signals, or says so as shells and many programs do. */
function mayBeOfSignal(outcome: CommandOutcome): boolean {
  return forwardedSignals.some((signal) => outcome.exitCode === signalExitCode(signal));
}
