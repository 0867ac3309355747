/**
 * Which options does each command have, and what does its help say of them?
 *
 * One table for the parser, the help texts, the `ROLLCALL_*` variables and the documents.
 */
import type { SettingKey } from "./values.js";

/** An option that a task has of its own, beside the settings. */
export type TaskOptionKey =
  | "task"
  | "status"
  | "kind"
  | "result"
  | "link"
  | "repro"
  | "reproNote"
  | "fix"
  | "fixNote"
  | "tip"
  | "elapsed"
  | "startedAt"
  | "input"
  | "bep"
  | "noBep"
  | "junit"
  | "sarif";

/** Any option's name in the program. */
export type OptionKey =
  SettingKey | TaskOptionKey | "headless" | "hostile" | "kill" | "noBoard" | "noEditLog";

/** The commands that take options. */
export type CommandName = "report" | "run" | "sync" | "show" | "render" | "doctor" | "demo";

/** One option. */
export interface OptionFacts {
  /** What stands for the value in help texts; none for a switch. */
  readonly value?: string;
  readonly repeatable?: true;
  readonly group: string;
  readonly help: string;
  readonly commands: readonly CommandName[];
  /** `run` has a switch of the same name, and this to say of it: it finds by itself what others name. */
  readonly switchOfRun?: string;
}

const task = ["report", "run"] as const;
const publishing = ["report", "run", "sync"] as const;
const online = ["report", "run", "sync", "show", "doctor"] as const;
const offlineToo = ["report", "run", "sync", "show", "render", "doctor"] as const;
const all = ["report", "run", "sync", "show", "render", "doctor", "demo"] as const;

const taskGroup = "Task:";
const resultsGroup = "Results (status, text, snippets and commands are found in them):";
const placeGroup = "Pull request (each is found by itself on GitHub Actions):";
/** Where the help option is listed, too. */
export const behaviourGroup = "Behaviour:";
const hostGroup = "For other CI hosts, and to correct what was found:";

/** Every option, in the order of the help texts. */
export const options: Readonly<Record<OptionKey, OptionFacts>> = {
  task: {
    value: "<name>",
    group: taskGroup,
    help: "the task's name, unique within its job (required)",
    commands: task,
  },
  status: {
    value: "<status>",
    group: taskGroup,
    help: "running, warning, failing, passed, failed or aborted (required, unless results say it)",
    commands: ["report"],
  },
  kind: {
    value: "<kind>",
    group: taskGroup,
    help: "what sort of work: build, test, lint, format, delivery or any other word",
    commands: task,
  },
  result: {
    value: "<text>",
    group: taskGroup,
    help: "the text of the row, one plain line: 3/25 failed",
    commands: task,
  },
  link: {
    value: "<label=url>",
    repeatable: true,
    group: taskGroup,
    help: "a link in the row; may be repeated",
    commands: task,
  },
  repro: {
    value: "<command>",
    repeatable: true,
    group: taskGroup,
    help: "a command that reproduces the failure; may be repeated",
    commands: task,
  },
  reproNote: {
    value: "<text>",
    repeatable: true,
    group: taskGroup,
    help: "what the --repro before it does",
    commands: task,
  },
  fix: {
    value: "<command>",
    repeatable: true,
    group: taskGroup,
    help: "a command that fixes the failure; may be repeated",
    commands: task,
  },
  fixNote: {
    value: "<text>",
    repeatable: true,
    group: taskGroup,
    help: "what the --fix before it does",
    commands: task,
  },
  tip: {
    value: "<file>",
    repeatable: true,
    group: taskGroup,
    help: "advice to show: a Markdown file with a heading, or JSON; may be repeated",
    commands: task,
  },
  elapsed: {
    value: "<duration>",
    group: taskGroup,
    help: "how long the task took: 90s, 1m 5s, 1500ms; a bare number counts seconds (run measures it)",
    commands: task,
  },
  startedAt: {
    value: "<time>",
    group: taskGroup,
    help: "when the task started: 2025-03-01T12:00:00Z, or seconds since 1970; gives --elapsed, too",
    commands: task,
  },
  input: {
    value: "<file>",
    group: taskGroup,
    help: "any of these as JSON (rollcall schema entry), - for standard input; options win",
    commands: task,
  },
  bep: {
    value: "<file>",
    group: resultsGroup,
    help: "Bazel's build event file (bazel test --build_event_json_file=FILE)",
    commands: task,
    switchOfRun: "take the command for Bazel, whatever its name is (default: found by its name)",
  },
  noBep: {
    group: resultsGroup,
    help: "leave the command's arguments alone, even if it is Bazel",
    commands: ["run"],
  },
  junit: {
    value: "<glob>",
    repeatable: true,
    group: resultsGroup,
    help: "JUnit XML files: 'build/test-results/**/*.xml'; may be repeated",
    commands: task,
  },
  sarif: {
    value: "<glob>",
    repeatable: true,
    group: resultsGroup,
    help: "SARIF files of linters and scanners: 'reports/*.sarif'; may be repeated",
    commands: task,
  },
  repo: {
    value: "<owner/name>",
    group: placeGroup,
    help: "the pull request's repository",
    commands: online,
  },
  pr: {
    value: "<number>",
    group: placeGroup,
    help: "the pull request's number",
    commands: offlineToo,
  },
  sha: {
    value: "<commit>",
    group: placeGroup,
    help: "the pull request's head commit, not the merge commit",
    commands: online,
  },
  apiUrl: {
    value: "<url>",
    group: placeGroup,
    help: "GitHub's REST API: https://github.example.com/api/v3",
    commands: online,
  },
  tokenFile: {
    value: "<file>",
    group: placeGroup,
    help: "a file with the token (otherwise ROLLCALL_TOKEN, GITHUB_TOKEN or GH_TOKEN)",
    commands: online,
  },
  tokenCommand: {
    value: "<command>",
    group: placeGroup,
    help: "a shell command that prints the token; it runs again when the token has expired",
    commands: online,
  },
  interval: {
    value: "<duration>",
    group: behaviourGroup,
    help: "publish the running row at most so often (default: 20s)",
    commands: ["run"],
  },
  settle: {
    value: "<duration>",
    group: behaviourGroup,
    help: "wait so long before checking a write, where the edit history cannot be read",
    commands: publishing,
  },
  publishBudget: {
    value: "<duration>",
    group: behaviourGroup,
    help: "publish for at most so long after the command has ended (default: 15s)",
    commands: publishing,
  },
  config: {
    value: "<file>",
    group: behaviourGroup,
    help: "the config file (default: .github/rollcall.yaml, if it is there)",
    commands: offlineToo,
  },
  dryRun: {
    group: behaviourGroup,
    help: "write nothing to GitHub; say what would be written",
    commands: publishing,
  },
  strict: {
    group: behaviourGroup,
    help: "end with exit code 1 when nothing could be published (run keeps its command's own)",
    commands: publishing,
  },
  json: {
    group: behaviourGroup,
    help: "print JSON on standard output, and nothing else there",
    commands: ["report", "sync", "show", "doctor"],
  },
  logLevel: {
    value: "<level>",
    group: behaviourGroup,
    help: "debug, info, notice, warning or error (default: info)",
    commands: all,
  },
  workflow: {
    value: "<path>",
    group: hostGroup,
    help: "the workflow or pipeline that the task belongs to",
    commands: publishing,
  },
  event: {
    value: "<name>",
    group: hostGroup,
    help: "what started the run",
    commands: publishing,
  },
  job: { value: "<name>", group: hostGroup, help: "the job's name", commands: publishing },
  leg: {
    value: "<leg>",
    group: hostGroup,
    help: "the job's place in a matrix: os=linux, or toJSON(matrix)",
    commands: publishing,
  },
  runId: {
    value: "<id>",
    group: hostGroup,
    help: "the run's id; a number that grows from run to run",
    commands: publishing,
  },
  runAttempt: {
    value: "<number>",
    group: hostGroup,
    help: "which attempt of the run this is, from 1",
    commands: publishing,
  },
  lane: {
    value: "<lane>",
    group: hostGroup,
    help: "which of the pull request's comments: pull-request or merge-queue",
    commands: online,
  },
  author: {
    value: "<login>",
    group: hostGroup,
    help: "whose comments are Rollcall's own, when the token cannot tell",
    commands: online,
  },
  headless: {
    group: behaviourGroup,
    help: "show the demo in the terminal instead of a browser",
    commands: ["demo"],
  },
  hostile: {
    group: behaviourGroup,
    help: "with strangers and a fork that forge, and maintainers who edit",
    commands: ["demo"],
  },
  kill: {
    value: "<task>",
    group: behaviourGroup,
    help: "kill this task's publisher in the middle, as a runner dies",
    commands: ["demo"],
  },
  noBoard: {
    group: behaviourGroup,
    help: "switch the results service off: the comment alone has to do",
    commands: ["demo"],
  },
  noEditLog: {
    group: behaviourGroup,
    help: "switch the comment's edit history off",
    commands: ["demo"],
  },
};

/** The names of every option, in the order of the help texts. */
export const optionKeys = Object.keys(options) as readonly OptionKey[];

/** An option as one command has it. */
export function optionOf(key: OptionKey, command: CommandName): OptionFacts {
  const { value, switchOfRun, ...facts } = options[key];
  if (command === "run" && switchOfRun !== undefined) return { ...facts, help: switchOfRun };
  return value === undefined ? facts : { ...facts, value };
}

/** The options of one command. */
export function optionsOf(command: CommandName): readonly OptionKey[] {
  return optionKeys.filter((key) => options[key].commands.includes(command));
}
