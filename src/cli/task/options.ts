/**
 * What does a task say about itself, all sources taken together?
 *
 * Options win over `--input`, field by field; a list that is given replaces the input's. The codec judges
 * every value, so that an option and a JSON field have the same limits and the same words for a fault.
 */
import { readStream } from "../../adapters/node/files.js";
import { type Result, bad, ok } from "../../base/result.js";
import { parseEntryFields } from "../../codec/entry-json.js";
import type { Entry } from "../../model/entry.js";
import { statuses } from "../../model/status.js";
import { type TaskFlags, namesResults } from "../command-line/task-flags.js";
import type { Host } from "../host/host.js";
import type { Problem } from "../input/problem.js";
import { ownFields } from "./options-fields.js";
import { type TaskInputs, loadTaskInputs, whereGiven } from "./options-files.js";
import type { TaskDescription } from "./description.js";
import { withoutFutureStart } from "./options-start.js";
import { parseTip } from "./options-tip.js";

/** Reads the files that the options name, and joins all. */
export async function readTaskFields(
  flags: TaskFlags,
  host: Pick<Host, "readText" | "stdin" | "clock">,
): Promise<Result<TaskDescription, readonly Problem[]>> {
  const inputs = await loadTaskInputs(flags, {
    readText: host.readText,
    readStandardInput: async (bytesMax) => await readStream(host.stdin, bytesMax),
  });
  if (!inputs.ok) return inputs;
  const joined = joinTaskFields(flags, inputs.value);
  return joined.ok ? withoutFutureStart(joined.value, flags, host.clock.wallMs()) : joined;
}

/** Joins options, input and tips. */
export function joinTaskFields(
  flags: TaskFlags,
  inputs: TaskInputs,
): Result<TaskDescription, readonly Problem[]> {
  const warnings: Problem[] = [...flags.warnings, ...inputs.warnings];
  const parse = (value: unknown, where: string): Partial<Entry> => {
    const { fields, problems } = parseEntryFields(value, { unknownFields: "named" });
    warnings.push(...problems.map((sentence) => fieldProblem(sentence, where)));
    return fields;
  };
  const input = inputs.input === undefined ? {} : parse(inputs.input, whereGiven(flags, "input"));
  const options = parse(optionValues(flags), "--task, --result, ...");
  const tips = inputs.tips.flatMap((file) => {
    const tip = parseTip(file);
    warnings.push(
      ...tip.problems.map((sentence) => fieldProblem(sentence, whereGiven(flags, "tip"))),
    );
    return tip.fields.tips ?? [];
  });
  const fields = { ...input, ...options, ...(tips.length > 0 ? { tips } : {}) };
  const missing = missingFields(fields, flags.needsStatus && !namesResults(flags));
  if (fields.task === undefined || missing.length > 0) {
    // Where a wrong value is why something is missing, it is the one thing to tell.
    const reasons = warnings.filter(
      ({ what, setting = "" }) =>
        /^(?:input|task|status): /.test(what) || ["input", "task", "status"].includes(setting),
    );
    return bad(reasons.length > 0 ? reasons : missing);
  }
  return ok({ task: fields.task, fields: ownFields(fields), warnings });
}

function missingFields(fields: Partial<Entry>, needsStatus: boolean): readonly Problem[] {
  const problems: Problem[] = [];
  if (fields.task === undefined) {
    problems.push({
      what: "no task is named",
      where: "--task",
      expected: "a name",
      found: "nothing",
      todo: "add --task NAME, or task to the input",
    });
  }
  if (needsStatus && fields.status === undefined) {
    problems.push({
      what: "no status is given",
      where: "--status",
      expected: `one of ${statuses.join(", ")}`,
      found: "nothing",
      todo: "add --status STATUS, or status to the input",
    });
  }
  return problems;
}

/** The codec's sentence says what was expected and found. */
function fieldProblem(sentence: string, where: string): Problem {
  return { what: sentence, where, todo: "correct it (rollcall schema entry lists the fields)" };
}

/** The options under the names of an entry's fields, without those that were not given. */
function optionValues(flags: TaskFlags): Readonly<Record<string, unknown>> {
  const { task, kind, status, result, elapsedMs, startedAtMs, links, reproduce, fix } = flags;
  const values = { task, kind, status, result, elapsedMs, startedAtMs };
  const lists = { links, reproduce, fix };
  const given: readonly (readonly [string, unknown])[] = [
    ...Object.entries(values).filter(([, value]) => value !== undefined),
    ...Object.entries(lists).filter(([, list]) => list.length > 0),
  ];
  return Object.fromEntries(given);
}
