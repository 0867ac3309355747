/** Which advice is worth a reader's time? (Fact sheet 2.7.) */
import { compareText } from "../base/decimal.js";
import type { Tip, TipSeverity } from "../model/entry.js";
import { noteCharsMax, tipBodyCharsMax } from "../model/limits.js";
import { cleanClip, clip, inlineText } from "./escape.js";
import { joinNames } from "./names.js";
import type { Row } from "./row.js";
import { tipMarkdown } from "./tip-markdown.js";

/** A tip, and everyone who gave it. */
export interface TipRow {
  readonly tip: Tip;
  /** The names of the tasks, sorted. */
  readonly names: readonly string[];
}

/** The tips to show, and how many were left out. */
export interface TipChoice {
  readonly shown: readonly TipRow[];
  readonly restCount: number;
}

/** So many suggestions and pieces of information are shown together; what is graver is not capped. */
const lightTipsMax = 5;

const looks: Readonly<Record<TipSeverity, { rank: number; emoji: string; label: string }>> = {
  important: { rank: 0, emoji: "🔥", label: "IMPORTANT" },
  warning: { rank: 1, emoji: "⚠️", label: "WARNING" },
  suggestion: { rank: 2, emoji: "💡", label: "TIP" },
  info: { rank: 3, emoji: "ℹ️", label: "INFO" },
};

/** Each tip once, the gravest first; of two with one id the first seen wins. */
export function chooseTips(rows: readonly Row[]): TipChoice {
  const found = new Map<string, { readonly tip: Tip; readonly names: Set<string> }>();
  for (const row of rows) {
    for (const tip of row.entry.tips ?? []) {
      if (tip.id === "") continue;
      const draft = found.get(tip.id) ?? { tip, names: new Set() };
      found.set(tip.id, draft);
      draft.names.add(row.name);
    }
  }
  const all = [...found.values()]
    .map(({ tip, names }) => ({ tip, names: [...names].sort(compareText) }))
    .sort((a, b) => looks[a.tip.severity].rank - looks[b.tip.severity].rank);
  const grave = all.filter(({ tip }) => isGrave(tip));
  const light = all.filter(({ tip }) => !isGrave(tip));
  const shown = [...grave, ...light.slice(0, lightTipsMax)];
  return { shown, restCount: all.length - shown.length };
}

/** A tip as one quoted block. */
export function tipBlock({ tip, names }: TipRow): string {
  const { emoji, label } = looks[tip.severity];
  const title = inlineText(cleanClip(tip.title, noteCharsMax) || cleanClip(tip.id, noteCharsMax));
  const hint = inlineText(cleanClip(tip.hint ?? "", noteCharsMax));
  const body = tipMarkdown(clip(tip.body, tipBodyCharsMax));
  const lines = [
    `${emoji} **${label}: ${title}**`,
    ...(body.length === 0 ? [] : ["", ...body]),
    "",
    `<sub>Surfaced by: ${joinNames(names, ", ")}</sub>`,
    ...(hint === "" ? [] : ["", `<sub>${hint}</sub>`]),
  ];
  return lines.map(quoted).join("\n");
}

/** `>` before a line; a blank line keeps no space after it. */
export function quoted(line: string): string {
  return line.trim() === "" ? ">" : `> ${line}`;
}

function isGrave(tip: Tip): boolean {
  return tip.severity === "important" || tip.severity === "warning";
}
