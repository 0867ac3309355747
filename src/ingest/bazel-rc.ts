/**
 * Which options do Bazel's rc files add to a command?
 *
 * Pure: who finds and reads the files is the caller (`cli/run/bazel-rc-files.ts`). A line is a command, perhaps
 * with `:config`, and options; options of `common` and of the commands that a command inherits from count
 * too, `--config=NAME` stands for the lines of that name.
 */
import { optionsEnd, booleanOption } from "./bazel-option-list.js";

/** One rc file with what it imports in place of the import. */
export interface RcFile {
  readonly lines: readonly RcLine[];
}

/** One line of words, without comments. */
export type RcLine = readonly [string, ...string[]];

/** Whose options each command takes over, the most general first. */
const inherited: Readonly<Record<string, readonly string[]>> = {
  build: ["always", "common", "build"],
  test: ["always", "common", "build", "test"],
  run: ["always", "common", "build", "run"],
  coverage: ["always", "common", "build", "test", "coverage"],
};

const configDepthMax = 10;
const optionsMax = 10_000;

/** The lines of an rc file: words as a shell would split them, comments and empty lines left out. */
export function rcLines(text: string): readonly RcLine[] {
  const lines: RcLine[] = [];
  for (const line of text.replace(/\\\r?\n/g, "").split(/\r?\n/)) {
    const [first, ...rest] = splitWords(line);
    if (first !== undefined) lines.push([first, ...rest]);
  }
  return lines;
}

/** All options of a command in the order in which they count: rc files first, then what was typed. */
export function effectiveOptions(
  rcFiles: readonly RcFile[],
  subcommand: string,
  typed: readonly string[],
  platform: string,
): readonly string[] {
  const lines = rcFiles.flatMap((file) => file.lines);
  const commands = inherited[subcommand] ?? ["always", "common", subcommand];
  const sections = new Map<string, string[]>();
  // The more special command comes later and so wins, wherever its line stands.
  for (const command of commands) {
    for (const [head, ...options] of lines) {
      const [name, config = ""] = head.split(":", 2);
      if (name !== command) continue;
      sections.set(config, [...(sections.get(config) ?? []), ...options]);
    }
  }
  const found: string[] = [];
  expand([...(sections.get("") ?? []), ...typed.slice(0, optionsEnd(typed))], sections, found, 0);
  if (booleanOption(found, "enable_platform_specific_config") === true) {
    const special: string[] = [];
    expand(sections.get(platform) ?? [], sections, special, 1);
    return [...special, ...found];
  }
  return found;
}

/** Puts the options of each `--config` in its place. */
function expand(
  options: readonly string[],
  sections: ReadonlyMap<string, readonly string[]>,
  found: string[],
  depth: number,
): void {
  for (let index = 0; index < options.length && found.length < optionsMax; index += 1) {
    const option = options[index] ?? "";
    found.push(option);
    let config: string | undefined;
    if (option.startsWith("--config=")) config = option.slice("--config=".length);
    else if (option === "--config") {
      index += 1;
      config = options[index] ?? "";
      found.push(config);
    }
    if (config !== undefined && config !== "" && depth < configDepthMax) {
      expand(sections.get(config) ?? [], sections, found, depth + 1);
    }
  }
}

/** Words as a shell splits them: quotes keep spaces, a backslash keeps the next character. */
function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < line.length; index += 1) {
    const char = line[index] ?? "";
    if (char === "\\") {
      index += 1;
      word = (word ?? "") + (line[index] ?? "");
    } else if (quote !== "") {
      if (char === quote) quote = "";
      else word = (word ?? "") + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "#") {
      break;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
