/**
 * How is a secret kept out of every line?
 *
 * Two ways, since one alone can miss: the secrets that are known are replaced wherever they appear, in
 * whatever form a program would print them; and so is whatever looks like a secret
 * (`mask-shapes.ts`).
 */
import { maskTokenShapes } from "./mask-shapes.js";

/** What stands for a secret. */
export const mask = "***";

/** Shorter ones would mask half of the text, and are no secrets. */
const secretCharsMin = 6;
/** A line of a secret of several, and a piece of base64, are told apart from other text by this. */
const pieceCharsMin = 8;

/** The text without the secrets, in any of their forms, and without what looks like one. */
export function maskSecrets(text: string, secrets: Iterable<string>): string {
  const forms = [...new Set([...secrets].flatMap(formsOf))].sort((a, b) => b.length - a.length);
  let masked = text;
  for (const form of forms) masked = masked.replaceAll(form, mask);
  return maskTokenShapes(maskCutSecret(masked, forms));
}

/** Texts are cut to their limits: the beginning of a secret at the end of one is as bad as all of it. */
function maskCutSecret(text: string, forms: readonly string[]): string {
  for (const form of forms) {
    for (let chars = Math.min(form.length - 1, text.length); chars >= secretCharsMin; chars -= 1) {
      if (text.endsWith(form.slice(0, chars))) return text.slice(0, -chars) + mask;
    }
  }
  return text;
}

/**
 * As it is, as a URL, JSON or base64 would hold it, with its white space trimmed, and line by line.
 */
function formsOf(secret: string): readonly string[] {
  const known = formsKnown.get(secret);
  if (known !== undefined) return known;
  const whole = secret.trim();
  const lines = whole.split(/\r?\n/).map((line) => line.trim());
  const pieces = lines.length > 1 ? lines : [];
  const forms = [
    ...[secret, whole].filter((form) => form.length >= secretCharsMin),
    ...pieces.filter((line) => line.length >= pieceCharsMin),
  ];
  const all = forms.flatMap((form) => [
    form,
    encodeURIComponent(form.replace(/\p{Cs}/gu, "\uFFFD")),
    JSON.stringify(form).slice(1, -1),
    ...base64Forms(form),
  ]);
  if (formsKnown.size >= formsKnownMax) formsKnown.clear();
  formsKnown.set(secret, all);
  return all;
}

const formsKnown = new Map<string, readonly string[]>();
const formsKnownMax = 64;

/**
 * Base64 of a text that the secret is part of (`user:secret`) depends on where in a group of three bytes
 * it begins: for each of the three the characters that hold nothing but the secret.
 */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const from = Math.ceil((before * 8) / 6);
    const piece = text.slice(from, Math.floor(((before + bytes.length) * 8) / 6));
    if (piece.length < pieceCharsMin) return [];
    return [piece, piece.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
