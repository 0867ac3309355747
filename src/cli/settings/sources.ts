/** Who said what: flags, then variables, then the config file, then the CI host, then the default. */
import type { CiHost, Environment } from "../host/ci-facts.js";
import type { ContextFlags } from "../command-line/command-line.js";
import type { ConfigFile } from "./config-file.js";
import { type ConfigKey, configKeys, configKeyNames } from "./config-file-keys.js";
import type { Problem } from "../input/problem.js";
import {
  type SettingKey,
  type SettingValues,
  flagName,
  parseSetting,
  variableName,
} from "../command-line/values.js";

/** Where a value came from, as a name for people: `--pr`, `ROLLCALL_PR`, `.github/rollcall.yaml:3`. */
export interface Origin {
  readonly source: "flag" | "environment" | "file" | "host" | "default";
  readonly name: string;
}

/** Looks values up, and remembers where each came from and which were wrong. */
export class SettingSources {
  readonly #flags: ContextFlags;
  readonly #env: Environment;
  readonly #file: ConfigFile | undefined;
  readonly #host: CiHost;
  readonly #origins: Partial<Record<SettingKey | "token", Origin>> = {};
  readonly #problems: Problem[] = [];
  readonly #ignored: Problem[] = [];

  constructor(flags: ContextFlags, env: Environment, file: ConfigFile | undefined, host: CiHost) {
    this.#flags = flags;
    this.#env = env;
    this.#file = file;
    this.#host = host;
  }

  get origins(): Readonly<Partial<Record<SettingKey | "token", Origin>>> {
    return this.#origins;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Wrong variables that were left out, as if they had not been set. */
  get ignored(): readonly Problem[] {
    return this.#ignored;
  }

  /** The value of a setting, or the host's, or undefined. */
  optional<Key extends SettingKey>(
    key: Key,
    ofHost: SettingValues[Key] | undefined,
  ): SettingValues[Key] | undefined {
    const given = this.#given(key);
    if (given !== undefined) {
      const parsed = parseSetting(key, given.text, given.origin.name);
      this.#origins[key] = given.origin;
      if (parsed.ok) return parsed.value;
      this.#problems.push(parsed.problem);
      return undefined;
    }
    if (ofHost === undefined) return undefined;
    this.#origins[key] = { source: "host", name: this.#host };
    return ofHost;
  }

  /** The same with a default. */
  value<Key extends SettingKey>(
    key: Key,
    ofHost: SettingValues[Key] | undefined,
    byDefault: SettingValues[Key],
  ): SettingValues[Key] {
    const value = this.optional(key, ofHost);
    if (value !== undefined) return value;
    this.#origins[key] ??= { source: "default", name: "default" };
    return byDefault;
  }

  /** Notes which variable the token came from. */
  noteToken(variable: string): void {
    this.#origins.token = { source: "environment", name: variable };
  }

  #given(key: SettingKey): { readonly text: string; readonly origin: Origin } | undefined {
    const flag = this.#flags[key];
    if (flag !== undefined) {
      return { text: String(flag), origin: { source: "flag", name: flagName(key) } };
    }
    const name = variableName(key);
    const variable = this.#env[name];
    // Empty counts as not set: that is what an expression without a value leaves.
    if (variable !== undefined && variable.trim() !== "" && !this.#leavesOut(key, variable, name)) {
      return { text: variable, origin: { source: "environment", name } };
    }
    return this.#inFile(key);
  }

  /** True if the variable is wrong and can be done without, which is noted. */
  #leavesOut(key: SettingKey, text: string, name: string): boolean {
    if (!habits.has(key)) return false;
    const parsed = parseSetting(key, text, name);
    if (parsed.ok) return false;
    this.#ignored.push({ ...parsed.problem, what: "a wrong value, which is left out" });
    return true;
  }

  #inFile(key: SettingKey): { readonly text: string; readonly origin: Origin } | undefined {
    const fileKey = fileKeyOf(key);
    const inFile = fileKey === undefined ? undefined : this.#file?.values[fileKey];
    if (inFile === undefined || this.#file === undefined) return undefined;
    return {
      text: inFile.text,
      origin: { source: "file", name: `${this.#file.path}:${inFile.line}` },
    };
  }
}

/**
 * What a wrong variable may be left out of: habits. Without what it said of the place, of the token or of
 * not writing at all, we might write where nobody wanted it.
 */
const habits: ReadonlySet<SettingKey> = new Set<SettingKey>([
  "interval",
  "settle",
  "publishBudget",
  "logLevel",
  "strict",
  "json",
]);

function fileKeyOf(key: SettingKey): ConfigKey | undefined {
  return configKeyNames.find((name) => configKeys[name].setting === key);
}
