/**
 * How is a secret kept out of every line?
 *
 * Two ways, since one alone can miss: the secrets that are known are replaced wherever they appear,
 * and so is whatever looks like a GitHub token or a JWT.
 */

/** What stands for a secret. */
export const mask = "***";

const tokenShapes =
  /gh[a-z]_[A-Za-z0-9_]{16,}|github_pat_[A-Za-z0-9_]{16,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;

/** Shorter ones would mask half of the text, and are no secrets. */
const secretCharsMin = 6;

/** The text without anything that looks like a token. */
export function maskTokenShapes(text: string): string {
  return text.replace(tokenShapes, mask);
}

/** The text without the secrets, as they are or as a URL would hold them, and without token shapes. */
export function maskSecrets(text: string, secrets: Iterable<string>): string {
  let masked = text;
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  for (const secret of longestFirst) {
    if (secret.length < secretCharsMin) continue;
    for (const form of new Set([secret, encodeURIComponent(secret)])) {
      masked = masked.replaceAll(form, mask);
    }
  }
  return maskTokenShapes(maskCutSecret(masked, longestFirst));
}

/** Texts are cut to their limits: the beginning of a secret at the end of one is as bad as all of it. */
function maskCutSecret(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (const form of new Set([secret, encodeURIComponent(secret)])) {
      for (
        let chars = Math.min(form.length - 1, text.length);
        chars >= secretCharsMin;
        chars -= 1
      ) {
        if (text.endsWith(form.slice(0, chars))) return text.slice(0, -chars) + mask;
      }
    }
  }
  return text;
}
