/**
 * What may each setting be?
 *
 * One rule a setting, whoever gives it: a flag, a variable, the config file. Names are derived, so that
 * `apiUrl` is `--api-url`, `ROLLCALL_API_URL` and, where the file may hold it, `api-url`.
 */
import { isDecimal } from "../../base/decimal.js";
import { bad, ok, type Result } from "../../base/result.js";
import { minuteMs, secondMs } from "../../base/time.js";
import { idCharsMax, nameCharsMax } from "../../model/limits.js";
import type { Lane } from "../../model/roster.js";
import type { LogLevel } from "../../ports/log.js";
import type { RepositoryName } from "../host/ci-facts.js";
import { boundedLeg, legOfMatrix } from "../ci-context/leg.js";
import { parseBaseUrl, parseRepository } from "../ci-context/urls.js";
import { logLevels } from "../log/console-log.js";
import { formatDuration, parseDuration } from "../input/duration-text.js";
import { parseCommit, parsePullNumber } from "../ci-context/event-payload.js";
import { type Problem, shownValue } from "../input/problem.js";

/** The value of each setting once it is parsed. */
export interface SettingValues {
  readonly repo: RepositoryName;
  readonly pr: number;
  readonly sha: string;
  readonly apiUrl: string;
  readonly config: string;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly json: boolean;
  readonly logLevel: LogLevel;
  readonly workflow: string;
  readonly event: string;
  readonly job: string;
  readonly leg: string;
  readonly runId: string;
  readonly runAttempt: number;
  readonly lane: Lane;
  readonly tokenFile: string;
  readonly tokenCommand: string;
  readonly author: string;
  readonly interval: number;
  readonly settle: number;
  readonly publishBudget: number;
}

/** A setting's name in the program. */
export type SettingKey = keyof SettingValues;

interface Rule<Value> {
  readonly expected: string;
  readonly example: string;
  readonly parse: (text: string) => Value | undefined;
}

const lanes: readonly Lane[] = ["pull-request", "merge-queue"];

const rules: { readonly [Key in SettingKey]: Rule<SettingValues[Key]> } = {
  repo: { expected: "owner/name", example: "octo-org/hello", parse: parseRepository },
  pr: { expected: "a pull request's number", example: "12", parse: parsePullNumber },
  sha: {
    expected: "a full commit id of 40 hexadecimal digits",
    example: "$(git rev-parse HEAD)",
    parse: parseCommit,
  },
  apiUrl: {
    expected: "an http or https address without credentials",
    example: "https://github.example.com/api/v3",
    parse: parseBaseUrl,
  },
  config: pathRule(".github/rollcall.yaml"),
  dryRun: booleanRule(),
  strict: booleanRule(),
  json: booleanRule(),
  logLevel: oneOf<LogLevel>(logLevels, "info"),
  workflow: nameRule(".github/workflows/ci.yml"),
  event: nameRule("pull_request"),
  job: nameRule("build"),
  leg: { expected: "a leg such as os=linux", example: "os=linux", parse: parseLeg },
  runId: { expected: "a run's id", example: "1234567890", parse: parseRunId },
  runAttempt: { expected: "a number from 1", example: "1", parse: parsePullNumber },
  lane: oneOf<Lane>(lanes, "pull-request"),
  tokenFile: pathRule("/run/secrets/github-token"),
  tokenCommand: {
    expected: "a shell command",
    example: "vault read -field=token github/token",
    parse: (text) => (text === "" || text.includes("\0") ? undefined : text),
  },
  author: {
    expected: "a login",
    example: "github-actions[bot]",
    parse: (text) =>
      /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?(?:\[bot\])?$/.test(text) ? text : undefined,
  },
  interval: durationRule(secondMs, 60 * minuteMs, "20s"),
  settle: durationRule(100, 5 * minuteMs, "5s"),
  publishBudget: durationRule(secondMs, 10 * minuteMs, "15s"),
};

/** True for the name of a setting. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(rules, key);
}

/** Parses a setting's text, or says in one problem what it should have been. */
export function parseSetting<Key extends SettingKey>(
  key: Key,
  text: string,
  where: string,
): Result<SettingValues[Key], Problem> {
  const rule = rules[key];
  const value = rule.parse(text.trim());
  if (value !== undefined) return ok(value);
  return bad({
    what: "a wrong value",
    where,
    expected: rule.expected,
    found: shownValue(text),
    todo: `write for example ${rule.example}`,
    setting: key,
  });
}

/** `--api-url`. */
export function flagName(key: string): string {
  return `--${kebabCase(key)}`;
}

/** `ROLLCALL_API_URL`. */
export function variableName(key: string): string {
  return `ROLLCALL_${kebabCase(key).replaceAll("-", "_").toUpperCase()}`;
}

/** `api-url`. */
export function kebabCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function oneOf<Value extends string>(values: readonly Value[], example: Value): Rule<Value> {
  return {
    expected: `one of ${values.join(", ")}`,
    example,
    parse: (text) => values.find((value) => value === text.toLowerCase()),
  };
}

function booleanRule(): Rule<boolean> {
  return {
    expected: "true or false",
    example: "true",
    parse: parseSwitch,
  };
}

/** What a switch says in a variable or a file; undefined if it is neither on nor off. */
export function parseSwitch(text: string): boolean | undefined {
  if (/^(?:true|yes|on|1)$/i.test(text)) return true;
  return /^(?:false|no|off|0)$/i.test(text) ? false : undefined;
}

function durationRule(minMs: number, maxMs: number, example: string): Rule<number> {
  return {
    expected: `a duration from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`,
    example,
    parse: (text) => {
      // A setting is read by many: its unit must stand there.
      if (/^[\d.]+$/.test(text)) return undefined;
      const duration = parseDuration(text);
      return duration.ok && duration.value >= minMs && duration.value <= maxMs
        ? duration.value
        : undefined;
    },
  };
}

function nameRule(example: string): Rule<string> {
  return {
    expected: `a name on one line of at most ${nameCharsMax} characters`,
    example,
    parse: (text) => (isName(text) ? text : undefined),
  };
}

function pathRule(example: string): Rule<string> {
  return {
    expected: "a file's path",
    example,
    parse: (text) => (text === "" || text.includes("\0") ? undefined : text),
  };
}

/** True for what may name a task, a job, a kind: one line without control characters. */
export function isName(text: string): boolean {
  return text !== "" && text.length <= nameCharsMax && !/\p{Cc}/u.test(text);
}

/** Either a leg as it is written, or `toJSON(matrix)`. */
function parseLeg(text: string): string | undefined {
  if (/\p{Cc}/u.test(text.replace(/\s/g, " "))) return undefined;
  if (!text.startsWith("{") && text !== "null") return boundedLeg(text.replace(/\s+/g, " "));
  const leg = legOfMatrix(text);
  return leg.ok ? leg.value : undefined;
}

function parseRunId(text: string): string | undefined {
  if (isDecimal(text)) return text.length <= idCharsMax ? text : undefined;
  return /^[A-Za-z0-9][A-Za-z0-9._:-]*$/.test(text) && text.length <= idCharsMax ? text : undefined;
}
