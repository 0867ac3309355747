/**
 * What does the program need of the process that it runs in?
 *
 * `start.ts` fills it from Node; everything else takes it as an argument, so that nothing else reads
 * the environment or writes to a stream.
 */
import type { Readable } from "node:stream";
import type { CommandLimits } from "../../adapters/node/command-output.js";
import type { FileProblem, ReadText } from "../../adapters/node/files.js";
import type { Result } from "../../base/result.js";
import type { Clock } from "../../ports/clock.js";
import type { HttpClient } from "../../ports/http.js";
import type { Random } from "../../ports/random.js";
import type { Environment } from "./ci-facts.js";

/** The process around a command. */
export interface Host {
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly version: string;
  /** Of the Node that runs us: `24.1.0`. */
  readonly nodeVersion: string;
  readonly clock: Clock;
  readonly random: () => Promise<Random>;
  readonly http: HttpClient;
  readonly readText: ReadText;
  readonly appendText: (path: string, text: string) => Promise<Result<void, FileProblem>>;
  /** What a shell command prints; `CommandLimits` bound it. */
  readonly outputOf: (command: string, limits: CommandLimits) => Promise<Result<string, string>>;
  readonly stdin: Readable;
  /** Data for the caller. */
  readonly writeOut: (text: string) => void;
  /** One line for people. */
  readonly writeErrorLine: (line: string) => void;
  /** One that can be used, whatever `RUNNER_TEMP` says. */
  readonly temporaryDirectory: string;
  /** How to start this very program again (for the demo's tasks). */
  readonly self: readonly [string, ...string[]];
}
