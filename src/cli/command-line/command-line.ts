/**
 * What did the user ask for?
 *
 * Turns arguments (and the `ROLLCALL_*` variables of a task's own options) into a plain value without
 * doing anything. Wrong usage is a value too: one line, exit code 2.
 */
import { statuses } from "../../model/status.js";
import type { Environment } from "../host/ci-facts.js";
import { misuse, splitCommand } from "./checks.js";
import { closestName } from "../input/closest.js";
import { type OptionKey, type TaskOptionKey, optionsOf } from "./options.js";
import { type Given, parseRaw } from "./program.js";
import { type TaskFlags, namesResults } from "./task-flags.js";
import { taskFlagsOf } from "./task.js";
import { excessOperand, inCommand, usageOf } from "./usage.js";
import { problemLine, shownValue } from "../input/problem.js";
import { isSettingKey } from "./values.js";

/**
 * What the flags of every command say about the context, as text and checked, but not yet joined with
 * the other sources: that is what `resolveSettings` does.
 */
export interface ContextFlags {
  readonly repo?: string;
  readonly pr?: string;
  readonly sha?: string;
  readonly apiUrl?: string;
  readonly config?: string;
  readonly dryRun?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly logLevel?: string;
  readonly workflow?: string;
  readonly event?: string;
  readonly job?: string;
  readonly leg?: string;
  readonly runId?: string;
  readonly runAttempt?: string;
  readonly lane?: string;
  readonly tokenFile?: string;
  readonly tokenCommand?: string;
  readonly author?: string;
  readonly interval?: string;
  readonly settle?: string;
  readonly publishBudget?: string;
}

/** What `rollcall schema` can print. */
export type SchemaName = "entry" | "roster" | "config";

/** One command with everything that it was told. */
export type ParsedCommand =
  | { readonly kind: "report"; readonly flags: ContextFlags; readonly task: TaskFlags }
  | {
      readonly kind: "run";
      readonly flags: ContextFlags;
      readonly task: TaskFlags;
      /** The command and its arguments, untouched. */
      readonly command: readonly [string, ...string[]];
    }
  | { readonly kind: "sync" | "doctor"; readonly flags: ContextFlags }
  /** `file` holds a comment's body or a roster; `-` is standard input; without it the PR is read. */
  | { readonly kind: "show"; readonly flags: ContextFlags; readonly file?: string }
  | { readonly kind: "render"; readonly flags: ContextFlags; readonly file: string }
  | {
      readonly kind: "demo";
      readonly flags: ContextFlags;
      readonly headless: boolean;
      /** With people who are against it. */
      readonly hostile: boolean;
      /** The task whose publisher is killed in the middle. */
      readonly kill?: string;
      readonly noBoard: boolean;
      readonly noEditLog: boolean;
    }
  | { readonly kind: "schema"; readonly schema: SchemaName }
  /** `--help` and `--version`: text for standard output, exit code 0. */
  | { readonly kind: "print"; readonly text: string }
  /** Wrong usage: one line for standard error, exit code 2. */
  | { readonly kind: "usage"; readonly line: string };

/**
 * Parses the arguments after the program's name.
 *
 * @param env only for the options of a task (`ROLLCALL_TASK`, `ROLLCALL_STATUS`, ...); a flag wins.
 */
export function parseCommandLine(
  argv: readonly string[],
  env: Environment,
  version: string,
): ParsedCommand {
  const { before, after } = splitCommand(argv);
  const raw = parseRaw(before, version);
  if (raw.kind === "print") return raw;
  if (raw.kind === "failed") {
    return { kind: "usage", line: usageOf(raw.code, raw.message, argv) };
  }
  const { name, given, operands } = raw;
  if (name === "schema") return schemaCommand(operands);
  const problem = misuse(name, given, operands, before);
  if (problem !== undefined) return usage(name, problem);
  const flags = contextFlagsOf(given);
  const [file] = operands;
  switch (name) {
    case "report":
    case "run":
      return taskCommand(name, flags, given, env, after);
    case "sync":
    case "doctor":
      return { kind: name, flags };
    case "show":
      return file === undefined ? { kind: "show", flags } : { kind: "show", flags, file };
    case "render":
      return { kind: "render", flags, file: file ?? "-" };
    case "demo":
      return demoCommand(flags, given);
  }
}

function usage(command: string, line: string): ParsedCommand {
  return { kind: "usage", line: inCommand(command, line) };
}

function contextFlagsOf(given: readonly Given[]): ContextFlags {
  return Object.fromEntries(
    given.filter(({ key }) => isSettingKey(key)).map(({ key, value }) => [key, value]),
  );
}

function taskCommand(
  name: "report" | "run",
  flags: ContextFlags,
  given: readonly Given[],
  env: Environment,
  after: readonly string[],
): ParsedCommand {
  const parsed = taskFlagsOf(given, env, optionsOf(name));
  if (!parsed.ok) return usage(name, parsed.problem);
  const task = parsed.value;
  if (task.task === undefined && task.input === undefined) {
    const wrong = wrongVariable(task, "task");
    // A name that is wrong in a variable costs `run` its row, not its command.
    if (name === "report" || wrong === undefined) {
      return usage(name, wrong ?? "no task named; add --task NAME");
    }
  }
  if (name === "report") {
    if (task.status === undefined && task.input === undefined && !namesResults(task)) {
      const missing = `no status given; add --status with one of ${statuses.join(", ")}, or results that say it: --junit, --sarif, --bep`;
      return usage(name, wrongVariable(task, "status") ?? missing);
    }
    return { kind: "report", flags, task };
  }
  const [program, ...rest] = after;
  if (program === undefined || program === "") {
    return usage(name, "no command given; write rollcall run --task NAME -- COMMAND...");
  }
  if (task.input === "-" && !task.fromVariables.includes("input")) {
    return usage(name, "standard input belongs to the command; give --input a file's name");
  }
  return { kind: "run", flags, task, command: [program, ...rest] };
}

/** The line about a variable that would have said what is missing now. */
function wrongVariable({ warnings }: TaskFlags, key: TaskOptionKey): string | undefined {
  const wrong = warnings.find(({ setting }) => setting === key);
  return wrong === undefined ? undefined : problemLine(wrong);
}

function demoCommand(flags: ContextFlags, given: readonly Given[]): ParsedCommand {
  const has = (key: OptionKey): boolean => given.some((option) => option.key === key);
  const kill = given.find(({ key }) => key === "kill")?.value;
  return {
    kind: "demo",
    flags,
    headless: has("headless"),
    hostile: has("hostile"),
    noBoard: has("noBoard"),
    noEditLog: has("noEditLog"),
    ...(typeof kill === "string" ? { kill } : {}),
  };
}

const schemaNames: readonly SchemaName[] = ["entry", "roster", "config"];

function schemaCommand(operands: readonly string[]): ParsedCommand {
  const [text = "", operand] = operands;
  if (operand !== undefined) return usage("schema", excessOperand("schema", operand));
  const schema = schemaNames.find((name) => name === text);
  if (schema !== undefined) return { kind: "schema", schema };
  const closest = closestName(text, schemaNames);
  const hint = closest === undefined ? "" : `; did you mean ${closest}?`;
  return usage(
    "schema",
    `expected one of ${schemaNames.join(", ")}, found ${shownValue(text)}${hint}`,
  );
}
