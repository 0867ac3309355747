/**
 * How does a test run a job's steps as GitHub's runner does?
 *
 * `run:` by bash and local actions by Node, as real processes; `GITHUB_ENV` and `GITHUB_PATH` are read
 * after each step; only JavaScript actions are given the runtime token. Other people's actions are
 * played by whoever runs the job.
 */
import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Contexts, evaluateText, holds } from "./expression.js";
import { readVariables } from "./runner-file.js";
import { type Action, type Scalars, type Step, readYaml } from "./workflow-files.js";

/** The variables of a step. */
export type Variables = Readonly<Record<string, string>>;

/** Where a job runs, and what it is told. */
export interface JobPlace {
  /** The checkout. */
  readonly workspace: string;
  /** Empty, and the job's own: `RUNNER_TEMP`. */
  readonly temp: string;
  readonly path: string;
  /** What every step is told. */
  readonly variables: Variables;
  /** What only actions are told. */
  readonly actionsOnly: Variables;
  /** `github`, `matrix`, `job`, `runner` and so on. */
  readonly contexts: Contexts;
  /** Plays actions of others, by `owner/name`. */
  readonly others: Readonly<Record<string, (inputs: Variables) => Promise<void>>>;
  /** The shell of `run:` steps that name none. */
  readonly shell: string | undefined;
}

/** How a step ended; those that were skipped have no end. */
export interface StepEnd {
  readonly name: string;
  readonly exitCode: number | null;
  readonly output: string;
}

/** How a job ended. */
export interface JobEnd {
  readonly steps: readonly StepEnd[];
  /** What a later step would be told. */
  readonly variables: Variables;
  readonly path: string;
  /** What the log must not show from now on. */
  readonly masked: readonly string[];
}

/** Runs steps one after the other; after a failure only those whose `if:` says so. */
export async function runSteps(steps: readonly Step[], place: JobPlace): Promise<JobEnd> {
  const runner = new JobRunner(place);
  await mkdir(place.temp, { recursive: true });
  await runner.all(steps, place.contexts);
  return runner.end;
}

class JobRunner {
  readonly #place: JobPlace;
  readonly #ends: StepEnd[] = [];
  readonly #masked: string[] = [];
  #exported: Variables = {};
  #path: string;
  #count = 0;

  constructor(place: JobPlace) {
    this.#place = place;
    this.#path = place.path;
  }

  get end(): JobEnd {
    return {
      steps: this.#ends,
      variables: this.#exported,
      path: this.#path,
      masked: this.#masked,
    };
  }

  /** True if all went well. */
  async all(steps: readonly Step[], given: Contexts): Promise<boolean> {
    let failed = false;
    const outcomes: Record<string, { outcome: string }> = {};
    for (const step of steps) {
      const contexts = { ...given, steps: outcomes, env: this.#exported };
      const runs = holds(step.if, contexts, { failed });
      const good = runs ? await this.#step(step, contexts) : true;
      if (step.id !== undefined)
        outcomes[step.id] = { outcome: runs ? (good ? "success" : "failure") : "skipped" };
      failed ||= !good;
    }
    return !failed;
  }

  async #step(step: Step, contexts: Contexts): Promise<boolean> {
    const env = evaluated(step.env, contexts);
    if (step.uses === undefined) return await this.#script(step, env, contexts);
    const inputs = evaluated(step.with, contexts);
    if (step.uses.startsWith("./")) {
      return await this.action(join(this.#place.workspace, step.uses), { inputs, env, contexts });
    }
    const [name = ""] = step.uses.split("@");
    const play = this.#place.others[name];
    if (play === undefined) throw new Error(`nobody plays ${name}`);
    await play(inputs);
    return true;
  }

  /** A composite action's steps, or a JavaScript action's process. */
  async action(
    folder: string,
    { inputs, env, contexts }: { inputs: Variables; env: Variables; contexts: Contexts },
  ): Promise<boolean> {
    const { content: action } = readYaml<Action>(join(folder, "action.yml"));
    const defaults = Object.fromEntries(
      Object.entries(action.inputs ?? {}).map(([name, input]) => [name, input.default ?? ""]),
    );
    const all = { ...evaluated(defaults, contexts), ...inputs };
    const { main, steps } = action.runs;
    if (steps !== undefined) return await this.all(steps, { ...contexts, inputs: all });
    if (main === undefined) throw new Error(`${folder} runs neither steps nor a file`);
    const asVariables = Object.fromEntries(
      Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    );
    return await this.#process(action.name, [process.execPath, resolve(folder, main)], {
      env: { ...env, ...this.#place.actionsOnly, ...asVariables },
      cwd: this.#place.workspace,
    });
  }

  async #script(step: Step, env: Variables, contexts: Contexts): Promise<boolean> {
    const { workspace, temp, shell } = this.#place;
    if ((step.shell ?? shell) !== "bash") throw new Error("only bash is played");
    const script = join(temp, `step-${this.#count}.sh`);
    await writeFile(script, step.run ?? "");
    const bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", script] as const;
    const cwd = resolve(workspace, evaluateText(step["working-directory"] ?? ".", contexts));
    return await this.#process(step.name ?? step.run ?? "", bash, { env, cwd });
  }

  async #process(
    name: string,
    [command, ...args]: readonly [string, ...string[]],
    { env, cwd }: { env: Variables; cwd: string },
  ): Promise<boolean> {
    const { temp, workspace, variables } = this.#place;
    this.#count += 1;
    const files = {
      GITHUB_ENV: join(temp, `env-${this.#count}`),
      GITHUB_PATH: join(temp, `path-${this.#count}`),
      GITHUB_STEP_SUMMARY: join(temp, `summary-${this.#count}`),
    };
    for (const path of Object.values(files)) await writeFile(path, "");
    const runnersOwn = { RUNNER_TEMP: temp, GITHUB_WORKSPACE: workspace, HOME: temp, ...files };
    const all = { ...this.#exported, ...env, ...variables, ...runnersOwn, PATH: this.#path };
    const { exitCode, output } = await ended(command, args, all, cwd);
    this.#ends.push({ name, exitCode, output });
    for (const [, secret] of output.matchAll(/^::add-mask::(.*)$/gm))
      this.#masked.push(secret ?? "");
    const [told, paths] = await Promise.all(
      [files.GITHUB_ENV, files.GITHUB_PATH].map(async (path) => await readFile(path, "utf8")),
    );
    this.#exported = { ...this.#exported, ...readVariables(told ?? "") };
    for (const path of (paths ?? "").split("\n").filter((line) => line !== "")) {
      this.#path = `${path}:${this.#path}`;
    }
    for (const path of Object.values(files)) await rm(path);
    return exitCode === 0;
  }
}

function evaluated(values: Scalars | undefined, contexts: Contexts): Variables {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [
      name,
      evaluateText(String(value), contexts),
    ]),
  );
}

async function ended(
  command: string,
  args: readonly string[],
  env: Variables,
  cwd: string,
): Promise<{ exitCode: number | null; output: string }> {
  return await new Promise((done, fail) => {
    const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", fail);
    child.on("close", (exitCode) => {
      done({ exitCode, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}
