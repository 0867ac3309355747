/**
 * Which of the options that were typed does a command need to show the same failure again?
 *
 * Only those that are known to choose what is built or tested, and none that could hold a secret: a command
 * in the comment is public.
 */
import { optionsEnd } from "./bazel-option-list.js";

/** Options with a value that choose what is built, and how. */
const buildOptions: readonly string[] = [
  "aspects",
  "build_tag_filters",
  "compilation_mode",
  "config",
  "conlyopt",
  "copt",
  "cpu",
  "cxxopt",
  "define",
  "features",
  "host_platform",
  "linkopt",
  "output_groups",
  "platforms",
];
/** Options with a value that choose what a test does. */
const testOptions: readonly string[] = [
  "runs_per_test",
  "test_arg",
  "test_filter",
  "test_sharding_strategy",
  "test_timeout",
];
const optionCharsMax = 200;
const optionsMax = 20;

const secretWords =
  /token|secret|passw|passphrase|credential|api[_-]?key|access[_-]?key|private|auth|bearer|signature|cookie|session/i;
/** Long runs of letters and digits are keys more often than names. */
const randomLooking = /(?=[A-Za-z+_=-]*\d)(?=[\d+_=-]*[A-Za-z])[A-Za-z0-9+_=-]{32,}/;
const userInAddress = /:\/\/[^/]*@/;

const tokenShape = /gh[a-z]_\w{16,}|github_pat_\w{16,}/;

/** Options whose values are anything at all; those of others name things of the project. */
const freeOptions =
  /^--(?:conlyopt|copt|cxxopt|define|linkopt|test_arg|(?:no)?@?@?[\w.~+-]*\/\/[^=]*)=/;

/** True if a text could hold a secret, whatever it is called. */
export function looksRandom(text: string): boolean {
  return randomLooking.test(text) || userInAddress.test(text) || tokenShape.test(text);
}

/** True if a text speaks of a secret or could hold one. */
export function looksSecret(text: string): boolean {
  return secretWords.test(text) || looksRandom(text);
}

/** The options that matter for a subcommand, each as one word, as they were typed. */
export function keptOptions(typed: readonly string[], subcommand: string): readonly string[] {
  const names = subcommand === "build" ? buildOptions : [...buildOptions, ...testOptions];
  const kept: string[] = [];
  const end = optionsEnd(typed);
  for (let index = 0; index < end; index += 1) {
    const arg = typed[index] ?? "";
    const [name = ""] = arg.split("=", 1);
    const takesValue = arg === "-c" || names.some((one) => `--${one}` === arg);
    const value = takesValue && index + 1 < end ? typed[index + 1] : undefined;
    if (takesValue) index += 1;
    const matters =
      value !== undefined ||
      isBuildSetting(name) ||
      (name !== arg && names.includes(name.slice(2)));
    const option = value === undefined ? arg : arg === "-c" ? `-c ${value}` : `${arg}=${value}`;
    const secret = freeOptions.test(option) ? looksSecret(option) : looksRandom(option);
    if (matters && option.length <= optionCharsMax && !secret) kept.push(option);
  }
  return [...new Set(kept)].slice(0, optionsMax);
}

/** A setting of the project's own: `--//some:flag`, `--no//some:flag`, `--@repo//some:flag`. */
function isBuildSetting(name: string): boolean {
  return /^--(?:no)?(?:@@?[\w.~+-]*)?\/\/[^\s]*$/.test(name);
}
