/** How are the tasks listed that share a tip, a command or a failure? */
import { inlineText } from "./escape.js";

const namesShownMax = 8;

/** The names as Markdown; what goes beyond a handful is counted. */
export function joinNames(names: readonly string[], separator: string): string {
  const shown = names.slice(0, namesShownMax).map(inlineText);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(separator);
}
