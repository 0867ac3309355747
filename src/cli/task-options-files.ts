/** What is in the files that a task's options name? */
import { type Result, bad, ok } from "../base/result.js";
import type { FileProblem, ReadText } from "../adapters/node/files.js";
import { inputBytesMax } from "../model/limits.js";
import type { TaskFlags } from "./command-line.js";
import { type Problem, shownValue } from "./settings-problem.js";

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
}

/** How files are read. */
export interface TaskFileReaders {
  readonly readText: ReadText;
  readonly readStandardInput: (bytesMax: number) => Promise<Result<string, FileProblem>>;
}

const tipFileBytesMax = 256 * 1024;

/** Reads every file that the options name, or says everything that is wrong with them. */
export async function loadTaskInputs(
  flags: TaskFlags,
  readers: TaskFileReaders,
): Promise<Result<TaskInputs, readonly Problem[]>> {
  const problems: Problem[] = [];
  const input = flags.input === undefined ? ok(undefined) : await loadInput(flags.input, readers);
  if (!input.ok) problems.push(input.problem);
  const tips: TipFile[] = [];
  for (const path of flags.tipFiles) {
    const text = await readers.readText(path, tipFileBytesMax);
    if (text.ok) tips.push({ path, text: text.value });
    else problems.push(fileProblem("--tip", path, "a Markdown or JSON file", text.problem.words));
  }
  if (problems.length > 0 || !input.ok) return bad(problems);
  return ok({ input: input.value, tips });
}

async function loadInput(
  path: string,
  readers: TaskFileReaders,
): Promise<Result<unknown, Problem>> {
  const text =
    path === "-"
      ? await readers.readStandardInput(inputBytesMax)
      : await readers.readText(path, inputBytesMax);
  const expected = "an entry as JSON (rollcall schema entry)";
  if (!text.ok) return bad(fileProblem("--input", path, expected, text.problem.words));
  try {
    return ok(JSON.parse(text.value));
  } catch {
    return bad(fileProblem("--input", path, expected, "text that is no JSON"));
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
