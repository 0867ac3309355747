/**
 * Which texts look like a secret, whoever's it is?
 *
 * The shapes that issuers document, and the places where secrets stand: a private key's block, an
 * `Authorization` header, the user part of an address. A false alarm costs a reader one word, a miss
 * costs the secret; still no shape is so wide that ordinary output would match.
 */

/** What stands for a secret. */
const mask = "***";

/** Whole matches go. */
const shapes: readonly RegExp[] = [
  // GitHub: ghp_, gho_, ghu_, ghs_, ghr_ and what may follow.
  /\bgh[a-z]_[A-Za-z0-9_]{16,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{16,}/g,
  // A JWT: two objects in base64url, and a signature.
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g,
  // AWS access keys, long-lived and temporary.
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bnpm_[A-Za-z0-9]{36,}/g,
  // Slack's tokens, and its incoming webhooks' paths.
  /\bxox[a-z]-[A-Za-z0-9-]{10,}/g,
  /\bxapp-[0-9]-[A-Za-z0-9-]{10,}/g,
  /\bhooks\.slack\.com\/services\/[A-Za-z0-9/]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{20,}/g,
  // Google API keys.
  /\bAIza[0-9A-Za-z_-]{35}/g,
  // A private key, also one that is cut, and one whose line breaks are written as \n.
  /-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----[^-]*(?:-----END [A-Z0-9 ]{1,40}-----)?/g,
];

/** What comes before the secret stays. */
const places: readonly RegExp[] = [
  /\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:basic|bearer|token|digest)\s+)?)[A-Za-z0-9._~+/=-]{8,}/gi,
  /\b(bearer\s+)[A-Za-z0-9._~+/=-]{20,}/gi,
  /\b((?:https?|ftp|postgres(?:ql)?|mysql|redis|amqps?|mongodb(?:\+srv)?):\/\/)[^\s/@"'<>]{1,400}@/gi,
];

/** The text without anything that looks like a secret. */
export function maskTokenShapes(text: string): string {
  let masked = text;
  for (const shape of shapes) masked = masked.replace(shape, mask);
  for (const place of places) {
    masked = masked.replace(place, (found: string, before: string) =>
      found.endsWith("@") ? `${before}${mask}@` : `${before}${mask}`,
    );
  }
  return masked;
}
