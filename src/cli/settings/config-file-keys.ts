/** Which keys may the config file have, and what do they mean? `config-schema.ts` is made from this. */
import { closestName } from "../input/closest.js";
import type { SettingKey } from "../command-line/values.js";

interface KeyFacts {
  readonly setting: SettingKey;
  readonly description: string;
  /** The JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
}

const duration = {
  type: "string",
  pattern: "^\\s*[0-9]+(\\.[0-9]+)?\\s*(d|h|m|s|ms)(\\s*[0-9]+(\\.[0-9]+)?\\s*(h|m|s|ms))*\\s*$",
};

/** Every key, in the order in which it is documented. */
export const configKeys = {
  interval: {
    setting: "interval",
    description: "How often a running task's row is published at most: 1s to 1h. Default 20s.",
    schema: { ...duration, default: "20s" },
  },
  settle: {
    setting: "settle",
    description:
      "How long to wait before looking whether a write still stands, where the comment's edit history cannot be read: 100ms to 5m.",
    schema: duration,
  },
  "publish-budget": {
    setting: "publishBudget",
    description:
      "How long publishing may take after the command has ended, never longer: 1s to 10m. Default 15s.",
    schema: { ...duration, default: "15s" },
  },
  author: {
    setting: "author",
    description:
      "The login whose comments count as Rollcall's own, when the token cannot tell: github-actions[bot].",
    schema: { type: "string" },
  },
  strict: {
    setting: "strict",
    description: "Whether a publishing problem ends with exit code 1 instead of 0. Default false.",
    schema: { type: "boolean", default: false },
  },
  "log-level": {
    setting: "logLevel",
    description: "The least severe messages to be written. Default info.",
    schema: { enum: ["debug", "info", "notice", "warning", "error"], default: "info" },
  },
} as const satisfies Readonly<Record<string, KeyFacts>>;

/** A key of the config file. */
export type ConfigKey = keyof typeof configKeys;

/** Every key's name. */
export const configKeyNames = Object.keys(configKeys) as readonly ConfigKey[];

/** True for a key that the file may have. */
export function isConfigKey(name: string): name is ConfigKey {
  return Object.hasOwn(configKeys, name);
}

/** The key that was probably meant. */
export function closestConfigKey(name: string): string | undefined {
  return closestName(name, configKeyNames);
}
