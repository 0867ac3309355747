/**
 * What does `.github/rollcall.yaml` say?
 *
 * The file is part of the checkout, so a pull request can change it: it holds habits only, never where
 * a token is sent or which pull request is written to. The YAML library is loaded only if there is a
 * file. Text is kept as it was written and judged by the same rules as flags (`command-line/values.ts`).
 */
import { type Result, bad, ok } from "../../base/result.js";
import type { ReadText } from "../../adapters/node/files.js";
import {
  type ConfigKey,
  closestConfigKey,
  configKeys,
  configKeyNames,
  isConfigKey,
} from "./config-file-keys.js";
import { type Problem, shownValue } from "../input/problem.js";
import { parseSetting } from "../command-line/values.js";

/** Where the file is looked for. */
export const defaultConfigPath = ".github/rollcall.yaml";

/** One key's text and line. */
export interface ConfigValue {
  readonly text: string;
  readonly line: number;
}

/** A config file without faults. */
export interface ConfigFile {
  readonly path: string;
  readonly values: Readonly<Partial<Record<ConfigKey, ConfigValue>>>;
  /** Unknown keys, which a newer version may know. */
  readonly warnings: readonly Problem[];
}

const configBytesMax = 256 * 1024;
const problemsMax = 10;

/**
 * Reads the file.
 *
 * @param path as the user gave it; undefined for the usual place, where it need not exist.
 * @returns undefined if there is none, or every fault of it.
 */
export async function readConfigFile(
  path: string | undefined,
  readText: ReadText,
): Promise<Result<ConfigFile | undefined, readonly Problem[]>> {
  // An empty variable says nothing, as everywhere.
  const given = path !== undefined && path.trim() !== "";
  const chosen = given ? path : defaultConfigPath;
  const text = await readText(chosen, configBytesMax);
  if (text.ok) return await parseConfigFile(text.value, chosen);
  if (text.problem.kind === "missing" && !given) return ok(undefined);
  return bad([
    {
      what: "the config file could not be read",
      where: chosen,
      expected: `a YAML file of at most ${configBytesMax} bytes`,
      found: text.problem.words,
      todo: "correct the path, or leave --config out",
    },
  ]);
}

/** Parses the file's text. */
export async function parseConfigFile(
  text: string,
  path: string,
): Promise<Result<ConfigFile, readonly Problem[]>> {
  const { LineCounter, isMap, isScalar, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
  });
  const lineOf = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  if (document.errors.length > 0) {
    return bad(
      document.errors
        .slice(0, problemsMax)
        .map(({ pos, message }) => fault(path, lineOf(pos[0]), "valid YAML", wordsOf(message))),
    );
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return ok({ path, values: {}, warnings: [] });
  }
  if (!isMap(contents)) {
    return bad([fault(path, 1, "lines such as interval: 20s", "something else")]);
  }
  const pairs = contents.items.map(({ key, value }) => ({
    name: isScalar(key) ? String(key.value) : "",
    line: lineOf(key.range[0]),
    text: isScalar(value) ? value.source : undefined,
  }));
  return readPairs(pairs, path);
}

/** The parser goes down by calls, and tells so when there is no room for more. */
function wordsOf(message: string): string {
  return /call stack/i.test(message) ? "nesting that is too deep" : shownValue(message);
}

/** One line of the file; the text is undefined if the value is a list, a map or an alias. */
interface Pair {
  readonly name: string;
  readonly line: number;
  readonly text: string | undefined;
}

function readPairs(pairs: readonly Pair[], path: string): Result<ConfigFile, readonly Problem[]> {
  const values: Partial<Record<ConfigKey, ConfigValue>> = {};
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  for (const { name, line, text } of pairs) {
    if (!isConfigKey(name)) {
      warnings.push(unknownKey(name, `${path}:${line}`));
    } else if (text === undefined || text === "") {
      problems.push(fault(path, line, `a value after ${name}: on the same line`, "none"));
    } else {
      const parsed = parseSetting(configKeys[name].setting, text, `${path}:${line} ${name}`);
      if (parsed.ok) values[name] = { text, line };
      else problems.push(parsed.problem);
    }
  }
  if (problems.length > 0) return bad(problems.slice(0, problemsMax));
  return ok({ path, values, warnings: warnings.slice(0, problemsMax) });
}

function fault(path: string, line: number, expected: string, found: string): Problem {
  return {
    what: "the config file cannot be used",
    where: `${path}:${line}`,
    expected,
    found,
    todo: "correct that line (rollcall schema config lists the keys)",
  };
}

function unknownKey(name: string, where: string): Problem {
  const closest = closestConfigKey(name);
  return {
    what: "the config file has an unknown key, which is ignored",
    where,
    expected: `one of ${configKeyNames.join(", ")}`,
    found: shownValue(name),
    todo: closest === undefined ? "remove it" : `did you mean ${closest}?`,
  };
}
