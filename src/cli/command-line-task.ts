/** What did `report` or `run` say about its task? */
import { type Result, bad, ok } from "../base/result.js";
import { commandCharsMax, noteCharsMax, nameCharsMax, urlCharsMax } from "../model/limits.js";
import type { Command, Link } from "../model/entry.js";
import { isStatus, statuses } from "../model/status.js";
import type { Environment } from "./ci-context.js";
import { closestName } from "./command-line-closest.js";
import type { TaskFlags } from "./command-line.js";
import { type OptionKey, type TaskOptionKey, options } from "./command-line-options.js";
import type { Given } from "./command-line-program.js";
import { durationExpected, momentExpected, parseDuration, parseMoment } from "./duration-text.js";
import { shownValue } from "./settings-problem.js";
import { flagName, isName, variableName } from "./settings-values.js";

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
];

/** One value and the name under which it was given. */
interface Said {
  readonly text: string;
  readonly where: string;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Checks every task option; the problem is one line. */
export function taskFlagsOf(
  given: readonly Given[],
  env: Environment,
  allowed: readonly OptionKey[],
): Result<TaskFlags, string> {
  const said = (key: TaskOptionKey): readonly Said[] => saidFor(key, given, env, allowed);
  const commands = { repro: commandsOf("repro", given, said), fix: commandsOf("fix", given, said) };
  const links = all(said("link"), parseLink);
  if (!commands.repro.ok) return commands.repro;
  if (!commands.fix.ok) return commands.fix;
  if (!links.ok) return links;
  const flags: Writable<TaskFlags> = {
    links: links.value,
    reproduce: commands.repro.value,
    fix: commands.fix.value,
    tipFiles: said("tip").map(({ text }) => text),
    needsStatus: allowed.includes("status"),
  };
  for (const key of taskKeys) {
    const one = options[key].repeatable === true ? undefined : said(key)[0];
    const problem = one === undefined ? undefined : takeOne(flags, key, one);
    if (problem !== undefined) return bad(problem);
  }
  return ok(flags);
}

/** Puts one single-valued option into the flags, or says what is wrong with it. */
function takeOne(flags: Writable<TaskFlags>, key: TaskOptionKey, said: Said): string | undefined {
  const { text, where } = said;
  switch (key) {
    case "task":
    case "kind":
      if (!isName(text)) {
        return wrong(where, `a name on one line of at most ${nameCharsMax} characters`, text);
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
      if (!elapsed.ok) return wrong(where, durationExpected, text);
      flags.elapsedMs = elapsed.value;
      return undefined;
    }
    case "startedAt": {
      const startedAt = parseMoment(text);
      if (!startedAt.ok) return wrong(where, momentExpected, text);
      flags.startedAtMs = startedAt.value;
      return undefined;
    }
    default:
      return undefined;
  }
}

function wrongStatus(where: string, text: string): string {
  const closest = closestName(text, statuses);
  const hint = closest === undefined ? "" : `; did you mean ${closest}?`;
  return `${where} must be one of ${statuses.join(", ")}, found ${shownValue(text)}${hint}`;
}

function wrong(where: string, expected: string, text: string): string {
  return `${where} must be ${expected}, found ${shownValue(text)}`;
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

/** Commands with their notes: by order among flags, line by line in variables. */
function commandsOf(
  key: "repro" | "fix",
  given: readonly Given[],
  said: (key: TaskOptionKey) => readonly Said[],
): Result<readonly Command[], string> {
  const noteKey = key === "repro" ? "reproNote" : "fixNote";
  const flags = given.filter((item) => item.key === key || item.key === noteKey);
  const inVariables = flags.length === 0;
  const pairs: { command: Said; note?: string }[] = [];
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
  return all(pairs, ({ command, note }) => {
    if (command.text.trim() === "" || command.text.length > commandCharsMax) {
      return bad(
        wrong(command.where, `a command of at most ${commandCharsMax} characters`, command.text),
      );
    }
    if (note === undefined) return ok({ command: command.text });
    if (note.length > noteCharsMax || /[\r\n]/.test(note)) {
      return bad(wrong(flagName(noteKey), `one line of at most ${noteCharsMax} characters`, note));
    }
    return ok({ command: command.text, note });
  });
}

/** The label is all before the first `=http`, so that it may hold `=` itself. */
function parseLink({ text, where }: Said): Result<Link, string> {
  const match = /^(.+?)=(https?:\/\/\S+)$/i.exec(text);
  const [, label, url] = match ?? [];
  if (label === undefined || url === undefined || !isName(label) || url.length > urlCharsMax) {
    return bad(wrong(where, "'LABEL=URL' such as 'Log=https://example.com/log'", text));
  }
  return ok({ label: label.trim(), url });
}

/** Every item parsed, or the first problem. */
function all<Item, Value>(
  items: readonly Item[],
  parse: (item: Item) => Result<Value, string>,
): Result<readonly Value[], string> {
  const values: Value[] = [];
  for (const item of items) {
    const parsed = parse(item);
    if (!parsed.ok) return parsed;
    values.push(parsed.value);
  }
  return ok(values);
}
