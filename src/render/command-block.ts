/** How does a command stand in the comment so that it can be copied as it is? */
import type { Command } from "../model/entry.js";
import { commandCharsMax, noteCharsMax } from "../model/limits.js";
import { cleanClip } from "./escape.js";
import { fenceText, fenced } from "./fence.js";

/** A command ready to be shown. */
export interface ShownCommand {
  readonly command: string;
  /** One line; empty without a note. */
  readonly note: string;
}

/** The command as it is shown; undefined for none and for one too long: half a command does harm. */
export function shownCommand(item: Command): ShownCommand | undefined {
  const command = fenceText(item.command);
  if (command.trim() === "" || command.length > commandCharsMax) return undefined;
  return { command, note: cleanClip(item.note ?? "", noteCharsMax) };
}

/** The command as a fenced block, its note as a comment above. */
export function commandBlock({ command, note }: ShownCommand): string {
  return fenced("", note === "" ? command : `# ${note}\n${command}`);
}
