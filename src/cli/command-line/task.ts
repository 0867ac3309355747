/** What did `report` or `run` say about its task? */
import { type Result, bad, ok } from "../../base/result.js";
import { commandCharsMax, noteCharsMax, nameCharsMax, urlCharsMax } from "../../model/limits.js";
import type { Command, Link } from "../../model/entry.js";
import { isStatus, statuses } from "../../model/status.js";
import type { Environment } from "../host/ci-facts.js";
import { closestName } from "../input/closest.js";
import type { TaskFlags } from "./task-flags.js";
import { type OptionKey, type TaskOptionKey, options } from "./options.js";
import type { Given } from "./program.js";
import { bepMode, isPath, isSwitchValue, pathExpected, switchExpected } from "./results.js";
import {
  durationExpected,
  momentExpected,
  parseDuration,
  parseMoment,
} from "../input/duration-text.js";
import { type Problem, shownValue } from "../input/problem.js";
import { flagName, isName, variableName } from "./values.js";

const taskKeys: readonly TaskOptionKey[] = [
  "task",
  "status",
  "kind",
  "result",
  "link",
  "repro",
  "reproNote",
  "fix",
  "fixNote",
  "tip",
  "elapsed",
  "startedAt",
  "input",
  "bep",
  "noBep",
  "junit",
  "sarif",
];

/** One value and the name under which it was given. */
interface Said {
  readonly text: string;
  readonly where: string;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/**
 * Checks every task option. What was typed wrong is one line; a wrong variable is a warning and left out:
 * it may have been set for all jobs, by somebody who is not here to correct it.
 */
export function taskFlagsOf(
  given: readonly Given[],
  env: Environment,
  allowed: readonly OptionKey[],
): Result<TaskFlags, string> {
  const said = (key: TaskOptionKey): readonly Said[] => saidFor(key, given, env, allowed);
  const warnings: Problem[] = [];
  const repro = goodOnes(commandsOf("repro", given, said), parseCommand, warnings);
  const fix = goodOnes(commandsOf("fix", given, said), parseCommand, warnings);
  const links = goodOnes(ok(said("link")), parseLink, warnings);
  if (!repro.ok) return repro;
  if (!fix.ok) return fix;
  if (!links.ok) return links;
  const junit = goodOnes(ok(said("junit")), parsePath, warnings);
  const sarif = goodOnes(ok(said("sarif")), parsePath, warnings);
  if (!junit.ok) return junit;
  if (!sarif.ok) return sarif;
  const flags: Writable<TaskFlags> = {
    links: links.value,
    reproduce: repro.value,
    fix: fix.value,
    tipFiles: said("tip").map(({ text }) => text),
    bep: "auto",
    junit: junit.value,
    sarif: sarif.value,
    needsStatus: allowed.includes("status"),
    fromVariables: taskKeys.filter((key) => said(key)[0]?.where === variableName(key)),
    warnings,
  };
  for (const key of taskKeys) {
    const one = options[key].repeatable === true ? undefined : said(key)[0];
    const wrong = one === undefined ? undefined : takeOne(flags, key, one);
    if (wrong === undefined) continue;
    if (isTyped(wrong)) return bad(usageLine(wrong));
    warnings.push(variableProblem(wrong, key));
  }
  const wrongBep = takeBep(flags, said("bep")[0], said("noBep")[0]);
  if (wrongBep !== undefined) {
    if (isTyped(wrongBep)) return bad(usageLine(wrongBep));
    warnings.push(variableProblem(wrongBep, "bep"));
  }
  return ok(flags);
}

/** For `report` a file, for `run` a switch. */
function takeBep(
  flags: Writable<TaskFlags>,
  bep: Said | undefined,
  noBep: Said | undefined,
): Wrong | undefined {
  if (flags.needsStatus) {
    if (bep === undefined || isSwitchValue(bep)) return undefined;
    if (!isPath(bep.text)) return { ...bep, expected: pathExpected };
    flags.bepFile = bep.text;
    return undefined;
  }
  const mode = bepMode(bep, noBep);
  if (!mode.ok) return { ...mode.problem, expected: switchExpected };
  flags.bep = mode.value;
  return undefined;
}

/** A value that is not what it should be. */
interface Wrong {
  readonly where: string;
  readonly expected: string;
  readonly text: string;
  /** The word that was probably meant. */
  readonly closest?: string;
}

function isTyped({ where }: Wrong): boolean {
  return where.startsWith("--");
}

function usageLine({ where, expected, text, closest }: Wrong): string {
  const hint = closest === undefined ? "" : `; did you mean ${closest}?`;
  return `${where} must be ${expected}, found ${shownValue(text)}${hint}`;
}

function variableProblem({ where, expected, text, closest }: Wrong, setting: string): Problem {
  return {
    what: "a wrong value, which is left out",
    where,
    expected,
    found: shownValue(text),
    todo: closest === undefined ? "correct the variable" : `did you mean ${closest}?`,
    setting,
  };
}

/** Puts one single-valued option into the flags, or says what is wrong with it. */
function takeOne(flags: Writable<TaskFlags>, key: TaskOptionKey, said: Said): Wrong | undefined {
  const { text, where } = said;
  switch (key) {
    case "task":
    case "kind":
      if (!isName(text)) {
        const expected = `a name on one line of at most ${nameCharsMax} characters`;
        return { where, expected, text };
      }
      flags[key] = text;
      return undefined;
    case "status":
      if (!isStatus(text)) return wrongStatus(where, text);
      flags.status = text;
      return undefined;
    case "result":
    case "input":
      flags[key] = text;
      return undefined;
    case "elapsed": {
      const elapsed = parseDuration(text);
      if (!elapsed.ok) return { where, expected: durationExpected, text };
      flags.elapsedMs = elapsed.value;
      return undefined;
    }
    case "startedAt": {
      const startedAt = parseMoment(text);
      if (!startedAt.ok) return { where, expected: momentExpected, text };
      flags.startedAtMs = startedAt.value;
      return undefined;
    }
    default:
      return undefined;
  }
}

function wrongStatus(where: string, text: string): Wrong {
  const closest = closestName(text, statuses);
  const expected = `one of ${statuses.join(", ")}`;
  return { where, expected, text, ...(closest === undefined ? {} : { closest }) };
}

/** The values of an option: of its flag if that was given at all, else of its variable. */
function saidFor(
  key: TaskOptionKey,
  given: readonly Given[],
  env: Environment,
  allowed: readonly OptionKey[],
): readonly Said[] {
  if (!allowed.includes(key)) return [];
  const flags = given.filter((item) => item.key === key);
  if (flags.length > 0) {
    return flags.map((item) => ({ text: String(item.value), where: flagName(key) }));
  }
  const where = variableName(key);
  const text = env[where]?.trim() ?? "";
  if (text === "") return [];
  const texts = options[key].repeatable === true ? text.split(/\r?\n/) : [text];
  return texts.map((line) => ({ text: line.trim(), where })).filter((said) => said.text !== "");
}

/** A command and what it does. */
interface SaidCommand {
  readonly command: Said;
  readonly note?: string;
}

/** Commands with their notes: by order among flags, line by line in variables. */
function commandsOf(
  key: "repro" | "fix",
  given: readonly Given[],
  said: (key: TaskOptionKey) => readonly Said[],
): Result<readonly SaidCommand[], string> {
  const noteKey = key === "repro" ? "reproNote" : "fixNote";
  const flags = given.filter((item) => item.key === key || item.key === noteKey);
  const inVariables = flags.length === 0;
  const pairs: Writable<SaidCommand>[] = [];
  if (inVariables) {
    const notes = said(noteKey);
    for (const [index, command] of said(key).entries()) {
      const note = notes[index]?.text;
      pairs.push(note === undefined ? { command } : { command, note });
    }
  }
  for (const item of flags) {
    const last = pairs.at(-1);
    if (item.key === key) {
      pairs.push({ command: { text: String(item.value), where: flagName(key) } });
    } else if (last === undefined || last.note !== undefined) {
      return bad(`${flagName(noteKey)} must follow the ${flagName(key)} that it describes`);
    } else {
      last.note = String(item.value);
    }
  }
  return ok(pairs);
}

function parseCommand({ command: { text, where }, note }: SaidCommand): Result<Command, Wrong> {
  if (text.trim() === "" || text.length > commandCharsMax) {
    return bad({ where, expected: `a command of at most ${commandCharsMax} characters`, text });
  }
  if (note === undefined) return ok({ command: text });
  if (note.length > noteCharsMax || /[\r\n]/.test(note)) {
    const ofNote = where.startsWith("--") ? `${where}-note` : `${where}_NOTE`;
    const expected = `one line of at most ${noteCharsMax} characters`;
    return bad({ where: ofNote, expected, text: note });
  }
  return ok({ command: text, note });
}

function parsePath({ text, where }: Said): Result<string, Wrong> {
  return isPath(text) ? ok(text) : bad({ where, expected: pathExpected, text });
}

/** The label is all before the first `=http`, so that it may hold `=` itself. */
function parseLink({ text, where }: Said): Result<Link, Wrong> {
  const match = /^(.+?)=(https?:\/\/\S+)$/i.exec(text);
  const [, label, url] = match ?? [];
  if (label === undefined || url === undefined || !isName(label) || url.length > urlCharsMax) {
    return bad({ where, expected: "'LABEL=URL' such as 'Log=https://example.com/log'", text });
  }
  return ok({ label: label.trim(), url });
}

/** Every item parsed, without wrong ones of variables, or the first that was typed wrong. */
function goodOnes<Item, Value>(
  items: Result<readonly Item[], string>,
  parse: (item: Item) => Result<Value, Wrong>,
  warnings: Problem[],
): Result<readonly Value[], string> {
  if (!items.ok) return items;
  const values: Value[] = [];
  for (const item of items.value) {
    const parsed = parse(item);
    if (parsed.ok) values.push(parsed.value);
    else if (isTyped(parsed.problem)) return bad(usageLine(parsed.problem));
    else warnings.push(variableProblem(parsed.problem, "list"));
  }
  return ok(values);
}
