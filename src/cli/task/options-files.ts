/** What is in the files that a task's options name? */
import { type Result, bad, ok } from "../../base/result.js";
import type { FileProblem, ReadText } from "../../adapters/node/files.js";
import { inputBytesMax } from "../../model/limits.js";
import type { TaskFlags } from "../command-line/task-flags.js";
import type { TaskOptionKey } from "../command-line/options.js";
import { type Problem, shownValue } from "../input/problem.js";
import { flagName, variableName } from "../command-line/values.js";

/** A tip file's name and text. */
export interface TipFile {
  readonly path: string;
  readonly text: string;
}

/** The content of the files. */
export interface TaskInputs {
  /** The parsed JSON of `--input`; undefined without one. */
  readonly input: unknown;
  readonly tips: readonly TipFile[];
  /** What was left out: files that variables name. */
  readonly warnings: readonly Problem[];
}

/** How files are read. */
export interface TaskFileReaders {
  readonly readText: ReadText;
  readonly readStandardInput: (bytesMax: number) => Promise<Result<string, FileProblem>>;
}

const tipFileBytesMax = 256 * 1024;

/**
 * Reads every file that the options name, or says everything that is wrong with them. A file that a
 * variable names and that cannot be used is left out with a warning.
 */
export async function loadTaskInputs(
  flags: TaskFlags,
  readers: TaskFileReaders,
): Promise<Result<TaskInputs, readonly Problem[]>> {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const fault = (problem: Problem): void => {
    if (problem.where.startsWith("--")) problems.push(problem);
    else warnings.push(problem);
  };
  const input = await loadInput(flags, readers);
  if (!input.ok) fault({ ...input.problem, setting: "input" });
  const tips: TipFile[] = [];
  const where = whereGiven(flags, "tip");
  for (const path of flags.tipFiles) {
    const text = await readers.readText(path, tipFileBytesMax);
    if (text.ok) tips.push({ path, text: text.value });
    else fault(fileProblem(where, path, "a Markdown or JSON file", text.problem.words));
  }
  if (problems.length > 0) return bad(problems);
  return ok({ input: input.ok ? input.value : undefined, tips, warnings });
}

/** The option, or the variable in its place. */
export function whereGiven(
  { fromVariables }: Pick<TaskFlags, "fromVariables">,
  key: TaskOptionKey,
): string {
  return fromVariables.includes(key) ? variableName(key) : flagName(key);
}

async function loadInput(
  flags: TaskFlags,
  readers: TaskFileReaders,
): Promise<Result<unknown, Problem>> {
  const { input: path } = flags;
  if (path === undefined) return ok(undefined);
  const where = whereGiven(flags, "input");
  const expected = "an entry as JSON (rollcall schema entry)";
  if (path === "-" && !flags.needsStatus) {
    return bad(fileProblem(where, path, "a file's name", "standard input, which is the command's"));
  }
  const text =
    path === "-"
      ? await readers.readStandardInput(inputBytesMax)
      : await readers.readText(path, inputBytesMax);
  if (!text.ok) return bad(fileProblem(where, path, expected, text.problem.words));
  try {
    return ok(JSON.parse(text.value));
  } catch {
    return bad(fileProblem(where, path, expected, "text that is no JSON"));
  }
}

function fileProblem(where: string, path: string, expected: string, found: string): Problem {
  return {
    what:
      path === "-"
        ? "standard input cannot be used"
        : `the file ${shownValue(path)} cannot be used`,
    where,
    expected,
    found,
    todo: "correct the file or its path",
  };
}
