/** What is shown now under a cap, to be remembered, so that it stays? (Fact sheet 3.5.) */
import type { Entry } from "../model/entry.js";
import { shownMax } from "../model/limits.js";
import type { LiveEntry } from "../model/live-entry.js";
import type { Shown } from "../model/roster.js";
import { type Keyed, choose } from "./choice.js";
import { commandRows } from "./commands.js";
import { toRows } from "./row.js";
import { snippetKey, snippetRows } from "./snippets.js";

/** The keys of the snippets and commands that are shown for these entries. */
export function selectShown(entries: readonly LiveEntry[], shown: Shown): Shown {
  const rows = toRows(entries);
  return {
    snippets: chosenKeys(snippetRows(rows), shown.snippets),
    reproduce: chosenKeys(commandRows("reproduce", rows), shown.reproduce),
    fix: chosenKeys(commandRows("fix", rows), shown.fix),
  };
}

/** True for entries with a snippet that is shown. */
export function showsSnippetOf({ snippets }: Shown): (entry: Entry) => boolean {
  const keys = new Set(snippets);
  return (entry) => (entry.snippets ?? []).some((snippet) => keys.has(snippetKey(snippet)));
}

/** Those shown before come first, in the order in which they were remembered. */
function chosenKeys(candidates: readonly Keyed[], shown: readonly string[]): readonly string[] {
  const chosen = new Set(choose(candidates, shown, shownMax).chosen.map((item) => item.key));
  return [...new Set([...shown.filter((key) => chosen.has(key)), ...chosen])];
}
