/** What do this repository's workflows and actions say? The files, read but not judged. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** What `with`, `env` and a matrix hold, before expressions are evaluated. */
export type Scalars = Readonly<Record<string, string | number | boolean>>;

/** A step of a job or of a composite action. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Scalars;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Scalars;
  readonly "working-directory"?: string;
}

/** A job. */
export interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly "runs-on": string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
  readonly steps: readonly Step[];
}

/** A workflow. */
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<
    Record<
      string,
      { readonly workflows?: readonly string[]; readonly types?: readonly string[] } | null
    >
  >;
  readonly permissions?: unknown;
  readonly concurrency?: { readonly group: string };
  readonly defaults?: { readonly run: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** An action. */
export interface Action {
  readonly name: string;
  readonly inputs?: Readonly<
    Record<string, { readonly required?: boolean; readonly default?: string }>
  >;
  readonly runs: {
    readonly using: string;
    readonly main?: string;
    readonly steps?: readonly Step[];
  };
}

/** A file and what it says. */
export interface Parsed<Content> {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
  readonly content: Content;
}

/** Reads one YAML file. */
export function readYaml<Content>(path: string): Parsed<Content> {
  const text = readFileSync(path, "utf8");
  return { path, text, content: parse(text) as Content };
}

/** All workflows, by their files' names. */
export function readWorkflows(): readonly Parsed<Workflow>[] {
  return readdirSync(".github/workflows")
    .sort()
    .map((name) => readYaml<Workflow>(join(".github/workflows", name)));
}

/** The action for users, and the internal ones. */
export function readActions(): readonly Parsed<Action>[] {
  const internal = readdirSync(".github/actions").sort();
  const paths = internal.map((name) => join(".github/actions", name, "action.yml"));
  return ["action.yml", ...paths].map((path) => readYaml<Action>(path));
}

/** One job for each leg of its matrix; `matrix` is null outside of one. */
export function legsOf(job: Job): readonly (Readonly<Record<string, unknown>> | null)[] {
  const axes = Object.entries(job.strategy?.matrix ?? {});
  if (axes.length === 0) return [null];
  return axes.reduce<readonly Readonly<Record<string, unknown>>[]>(
    (legs, [axis, values]) =>
      legs.flatMap((leg) =>
        axis === "include"
          ? values.map((value) => ({ ...leg, ...(value as object) }))
          : values.map((value) => ({ ...leg, [axis]: value })),
      ),
    [{}],
  );
}

/** What a step's `run:` has Rollcall publish: its command and the task's name. */
export function publicationOf(step: Step): { command: string; task: string } | undefined {
  const match =
    /(?:^|\s)(?:rollcall|bazel run \/\/:publish --|node dist\/rollcall\.cjs) (run|report|sync)\b(?:.*? --task (\S+))?/.exec(
      step.run ?? "",
    );
  if (match?.[1] === undefined) return undefined;
  return { command: match[1], task: match[2] ?? "" };
}
