/**
 * What does Bazel tell of itself while `rollcall run` runs it?
 *
 * It gets an event file in the folder for temporary files, unless it writes one already; that is then the
 * one that is followed. Nothing that goes wrong here reaches the command.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { CancellationSource } from "../../adapters/node/clock.js";
import { BazelBuild } from "../../ingest/bazel-build.js";
import {
  type BazelCommand,
  namedEventFile,
  parseBazelCommand,
  withEventFile,
} from "../../ingest/bazel-command.js";
import { failuresOf } from "../../ingest/bazel-failures.js";
import { endedFindings, liveFindings } from "../../ingest/bazel-findings.js";
import type { Findings } from "../../ingest/findings.js";
import type { Clock } from "../../ports/clock.js";
import type { Log } from "../../ports/log.js";
import { BazelEventFile } from "../results/bazel-event-file.js";
import { readFailures } from "../results/bazel-failure-logs.js";
import { readRcFiles, workspaceOf } from "./bazel-rc-files.js";
import type { CommandOutcome } from "./child-process-outcome.js";
import type { CommandObserver } from "./command-observer.js";
import type { Host } from "../host/host.js";

/** Whether a command is taken for Bazel's: found out, `--bep`, `--no-bep`. */
export type BepMode = "auto" | "forced" | "off";

/** The observer of a command that builds with Bazel; undefined for any other. */
export async function observeBazel(
  command: readonly [string, ...string[]],
  mode: BepMode,
  host: Host,
): Promise<CommandObserver | undefined> {
  if (mode === "off") return undefined;
  const bazel = parseBazelCommand(command, mode === "forced");
  if (bazel === undefined) return undefined;
  const directory = process.cwd();
  const rcFiles = await readRcFiles({
    startupOptions: bazel.startupOptions,
    directory,
    home: host.env["HOME"],
    readText: host.readText,
  });
  const named = namedEventFile(bazel, rcFiles, platformNames[process.platform] ?? "linux");
  // An empty name is how one says that no such file is wanted.
  if (named === "") return undefined;
  const parts = { clock: host.clock, bazel };
  if (named !== undefined) {
    // Bazel's server opens the file, and that runs in the workspace, wherever the command was typed.
    const workspace = workspaceOf(directory) ?? directory;
    const path = resolve(workspace, named.replace(/^%workspace%/, workspace));
    const observer = new BazelObserver({ ...parts, command, path });
    await observer.ignoreOld();
    return observer;
  }
  const folder = makeFolder(host.temporaryDirectory);
  if (folder === undefined) return undefined;
  const path = join(folder, "events.ndjson");
  return new BazelObserver({
    ...parts,
    command: withEventFile(command, bazel, path),
    path,
    folder,
  });
}

/** As Bazel's `--enable_platform_specific_config` calls them. */
const platformNames: Readonly<Record<string, string>> = { darwin: "macos", win32: "windows" };

function makeFolder(temporaryDirectory: string): string | undefined {
  try {
    return mkdtempSync(join(temporaryDirectory, "rollcall-bep-"));
  } catch {
    return undefined;
  }
}

interface BazelObserverOptions {
  readonly command: readonly [string, ...string[]];
  readonly bazel: BazelCommand;
  readonly path: string;
  /** What is to be removed in the end. */
  readonly folder?: string;
  readonly clock: Clock;
}

const pollMs = 500;
/** Between two looks, if there was more than one look reads. */
const busyPollMs = 20;
const pollBytesMax = 16 * 1024 * 1024;

class BazelObserver implements CommandObserver {
  readonly command: readonly [string, ...string[]];
  readonly #options: BazelObserverOptions;
  readonly #build: BazelBuild;
  readonly #file: BazelEventFile;
  readonly #ended = new CancellationSource();
  #log: Log | undefined;
  #following: Promise<void> = Promise.resolve();

  constructor(options: BazelObserverOptions) {
    this.#options = options;
    this.command = options.command;
    this.#build = new BazelBuild(options.bazel.subcommand ?? "build", (problem) => {
      this.#log?.write("warning", `Bazel's event file, ${problem}`);
    });
    this.#file = new BazelEventFile(options.path, this.#build);
  }

  async ignoreOld(): Promise<void> {
    await this.#file.ignoreOld();
  }

  follow(log: Log, onFindings: (findings: Findings) => void): void {
    this.#log = log;
    this.#following = this.#follow(onFindings);
  }

  async finish(outcome: CommandOutcome, budgetMs: number): Promise<Findings> {
    const { clock, bazel } = this.#options;
    const endMs = clock.monotonicMs() + budgetMs;
    const mayGoOn = (): boolean => clock.monotonicMs() < endMs;
    this.#ended.cancel();
    await this.#following;
    let more = await this.#file.read(pollBytesMax);
    while (more && mayGoOn()) more = await this.#file.read(pollBytesMax);
    if (more) this.#log?.write("warning", "Bazel's event file was too long to be read to its end");
    else this.#build.finish();
    const { invocation, attempt } = this.#build;
    if (invocation === undefined || outcome.kind === "not-started") return {};
    const { exitCode } = outcome;
    const typed = { program: bazel.program, options: bazel.options };
    const snippets = exitCode === 0 ? [] : await readFailures(failuresOf(invocation), mayGoOn);
    return endedFindings(invocation, { exitCode, typed, snippets, attempt });
  }

  release(): void {
    this.#ended.cancel();
    if (this.#options.folder === undefined) return;
    try {
      rmSync(this.#options.folder, { recursive: true, force: true });
    } catch {
      // A temporary file that stays behind is no reason to say anything.
    }
  }

  async #follow(onFindings: (findings: Findings) => void): Promise<void> {
    let seen = 0;
    let told = "";
    while (!this.#ended.cancelled) {
      const more = await this.#file.read(pollBytesMax);
      const { invocation, changes } = this.#build;
      if (invocation !== undefined && changes !== seen) {
        seen = changes;
        const findings = liveFindings(invocation);
        const telling = JSON.stringify(findings);
        if (telling !== told) onFindings(findings);
        told = telling;
      }
      await this.#options.clock.sleep(more ? busyPollMs : pollMs, this.#ended);
    }
  }
}
