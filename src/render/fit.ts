/**
 * Which detail goes first when not all of it fits?
 *
 * The ladder: at each rung one part gives way by one level. Space is looked for from the top of the
 * ladder, so detail goes first from what passed, and a failed row and its command go last. Once all of
 * it fits, what room is left is given back from the bottom: the most important of what had to go, as
 * far as it fits after all. A level is written at most once or twice, and no further than there is room
 * for at all, so the work hardly grows with the number of tasks.
 */
import type { Part, Rendition } from "./part.js";

/** A rung: this part falls to this level. */
export interface Rung<Name extends string> {
  readonly part: Name;
  readonly level: number;
}

/** The parts by name, in the order in which they stand in the comment. */
export type Parts<Name extends string> = ReadonlyMap<Name, Part>;
/** How each part is shown. */
export type Renditions<Name extends string> = ReadonlyMap<Name, Rendition>;

/** Between two parts stands a blank line. */
const separator = "\n\n";

/** The fullest renditions that together take at most `charsMax`; undefined if even the least do not. */
export function fit<Name extends string>(
  parts: Parts<Name>,
  ladder: readonly Rung<Name>[],
  charsMax: number,
): Renditions<Name> | undefined {
  const renditions = new Map<Name, Rendition>();
  for (const [name, part] of parts) renditions.set(name, levelOf(part, 0, charsMax, charsMax));
  const lowered = descend(parts, ladder, renditions, charsMax);
  if (measure(renditions) > charsMax) return undefined;
  for (const [name, level] of [...lowered].reverse()) {
    const part = parts.get(name);
    if (part !== undefined) raise(part, name, level, renditions, charsMax);
  }
  return renditions;
}

/** The text of all parts and one line on what they leave out. */
export function assemble(
  renditions: Renditions<string>,
  textOf: (rendition: Rendition) => string,
): string {
  const all = [...renditions.values()];
  return [...all.map(textOf), leftOutLine(all)].filter((text) => text !== "").join(separator);
}

/** Lets parts give way until all fits; returns the level that each of them came to. */
function descend<Name extends string>(
  parts: Parts<Name>,
  ladder: readonly Rung<Name>[],
  renditions: Map<Name, Rendition>,
  charsMax: number,
): ReadonlyMap<Name, number> {
  const lowered = new Map<Name, number>();
  for (const { part: name, level } of ladder) {
    if (measure(renditions) <= charsMax) break;
    const part = parts.get(name);
    if (part === undefined || level >= part.levels.length) continue;
    renditions.set(name, levelOf(part, level, roomFor(name, renditions, charsMax), charsMax));
    lowered.delete(name);
    lowered.set(name, level);
  }
  return lowered;
}

/** Shows a part in the fullest way for which there is room. */
function raise<Name extends string>(
  part: Part,
  name: Name,
  lowest: number,
  renditions: Map<Name, Rendition>,
  charsMax: number,
): void {
  const before = renditions.get(name);
  for (let level = 0; level <= lowest; level += 1) {
    renditions.set(name, levelOf(part, level, roomFor(name, renditions, charsMax), charsMax));
    if (measure(renditions) <= charsMax) return;
  }
  if (before !== undefined) renditions.set(name, before);
}

const nothing: Rendition = { text: "", leftOut: "", look: () => "" };

function levelOf(part: Part, level: number, charsMax: number, ceiling: number): Rendition {
  return part.levels[level]?.(charsMax, ceiling) ?? nothing;
}

/** How much a part may take if all others stay as they are. */
function roomFor<Name extends string>(
  name: Name,
  renditions: ReadonlyMap<Name, Rendition>,
  charsMax: number,
): number {
  const others = new Map(renditions).set(name, nothing);
  return (
    charsMax - measure(others) - leftOutLine([{ ...nothing, leftOut: " · " }]).length - joinChars
  );
}

/** Room for the separators that a part and the line of what is left out bring with them. */
const joinChars = 2 * separator.length;

/** The length of what `assemble` makes. */
function measure(renditions: Renditions<string>): number {
  const all = [...renditions.values()];
  const lengths = [...all.map(({ text }) => text.length), leftOutLine(all).length];
  const some = lengths.filter((length) => length > 0);
  const separators = Math.max(0, some.length - 1) * separator.length;
  return some.reduce((sum, length) => sum + length, separators);
}

function leftOutLine(renditions: readonly Rendition[]): string {
  const missing = renditions.map(({ leftOut }) => leftOut).filter((text) => text !== "");
  return missing.length === 0 ? "" : `<sub>✂️ Left out to fit: ${missing.join(" · ")}</sub>`;
}
