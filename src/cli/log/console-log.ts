/**
 * How is a message written for people?
 *
 * One line a message on standard error. On GitHub Actions warnings become annotations; a message can
 * not smuggle a workflow command in, whatever text of strangers it quotes. Secrets are masked.
 */
import type { Log, LogLevel } from "../../ports/log.js";
import { maskSecrets } from "./mask.js";

/** Where and how much to write. */
export interface ConsoleLogOptions {
  /** The lowest level that is written. */
  readonly level: LogLevel;
  /** True on GitHub Actions: warnings are written as workflow commands. */
  readonly annotations: boolean;
  readonly secrets: Iterable<string>;
  /** Takes a line without its line break. */
  readonly writeLine: (line: string) => void;
}

/** The levels, from the chattiest to the most severe. */
export const logLevels: readonly LogLevel[] = ["debug", "info", "notice", "warning", "error"];

/** The Log port on a terminal or a CI log. */
export class ConsoleLog implements Log {
  readonly #options: ConsoleLogOptions;
  readonly #secrets: Set<string>;

  constructor(options: ConsoleLogOptions) {
    this.#options = options;
    this.#secrets = new Set(options.secrets);
  }

  /** The text as it may be shown to anybody. */
  mask(text: string): string {
    return maskSecrets(text, this.#secrets);
  }

  /** The same as a part of a line that is no message of this log. */
  maskedLine(text: string): string {
    return withoutOldCommands(oneLine(this.mask(text)));
  }

  /** A secret that became known later (a token file). */
  addSecret(secret: string): void {
    this.#secrets.add(secret);
  }

  write(level: LogLevel, message: string): void {
    const { annotations, level: lowest, writeLine } = this.#options;
    if (logLevels.indexOf(level) < logLevels.indexOf(lowest)) return;
    const text = this.mask(message);
    writeLine(annotations ? actionsLine(level, text) : plainLine(level, text));
  }
}

function plainLine(level: LogLevel, text: string): string {
  const prefix = level === "info" || level === "notice" ? "rollcall: " : `rollcall: ${level}: `;
  return prefix + oneLine(text);
}

function actionsLine(level: LogLevel, text: string): string {
  switch (level) {
    case "debug":
      return `::debug::rollcall: ${escapeData(text)}`;
    case "info":
      return withoutOldCommands(`rollcall: ${oneLine(text)}`);
    case "notice":
    case "warning":
    case "error":
      return `::${level} title=Rollcall::${escapeData(text)}`;
  }
}

/** The escapes of a workflow command's text. */
function escapeData(text: string): string {
  return withoutOldCommands(stripControls(text))
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

/** The runner still obeys the old form `##[command]`, and anywhere in a line. */
function withoutOldCommands(text: string): string {
  return text.replaceAll("##[", "# #[");
}

function oneLine(text: string): string {
  return stripControls(text)
    .trimEnd()
    .replace(/\s*[\r\n]+\s*/g, " | ");
}

/** Terminal escapes and the like are for nobody who reads a log. */
function stripControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/g, "");
}
