/** What is wrong with a command line that commander could take apart? */
import { type CommandName, options } from "./options.js";
import type { Given } from "./program.js";
import { bepOperand, excessOperand, globOperand, isFlagOf } from "./usage.js";
import { problemLine } from "../input/problem.js";
import { flagName, isSettingKey, parseSetting } from "./values.js";

/** For `run` everything after the first `--` is the command's, and none of commander's business. */
export function splitCommand(argv: readonly string[]): {
  readonly before: readonly string[];
  readonly after: readonly string[];
} {
  const index = argv[0] === "run" ? argv.indexOf("--") : -1;
  if (index < 0) return { before: argv, after: [] };
  return { before: argv.slice(0, index), after: argv.slice(index + 1) };
}

/** The first thing that is wrong with a command's options and operands, as one line. */
export function misuse(
  name: CommandName,
  given: readonly Given[],
  operands: readonly string[],
  argv: readonly string[],
): string | undefined {
  return (
    twiceOrSwallowed(name, given, argv) ?? excess(name, given, operands) ?? wrongSetting(given)
  );
}

/** An option given twice, or one that took the next option for its value. */
function twiceOrSwallowed(
  name: CommandName,
  given: readonly Given[],
  argv: readonly string[],
): string | undefined {
  const seen = new Set<string>();
  for (const { key, value } of given) {
    const flag = flagName(key);
    if (options[key].repeatable !== true && seen.has(key))
      return `${flag} is given twice; keep one`;
    if ((key === "bep" && seen.has("noBep")) || (key === "noBep" && seen.has("bep"))) {
      return "--bep and --no-bep contradict each other; keep one";
    }
    seen.add(key);
    const separate = typeof value === "string" && !argv.includes(`${flag}=${value}`);
    if (separate && isFlagOf(name, value)) {
      return `${flag} needs a value, found the option ${value.replace(/=.*$/s, "")}`;
    }
  }
  return undefined;
}

function excess(
  name: CommandName,
  given: readonly Given[],
  operands: readonly string[],
): string | undefined {
  const operand = operands[name === "show" || name === "render" ? 1 : 0];
  if (operand === undefined) return undefined;
  const has = (...keys: readonly Given["key"][]): boolean =>
    given.some(({ key }) => keys.includes(key));
  if (name === "run" && has("bep")) return bepOperand(operand);
  // A shell that found files for an unquoted glob has put them here.
  if (has("junit", "sarif") && name === "report") return globOperand(operand);
  return excessOperand(name, operand);
}

function wrongSetting(given: readonly Given[]): string | undefined {
  for (const { key, value } of given) {
    if (!isSettingKey(key)) continue;
    const parsed = parseSetting(key, String(value), flagName(key));
    if (!parsed.ok) return problemLine(parsed.problem);
  }
  return undefined;
}
