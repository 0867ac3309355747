/**
 * Which ids does the modelled GitHub hand out?
 *
 * Database ids grow with gaps, and those of comments lie beyond 32 bits as today's do; node ids are
 * opaque.
 */
import { hash32 } from "../base/prng.js";
import type { Prng } from "../base/prng.js";
import { bareLogin, isBot } from "./token.js";

/** What ids are handed out for, with the number at which its ids begin. */
const firstIds = {
  comment: 5_100_000_000,
  edit: 900_000_000,
  issue: 4_300_000_000,
  pull: 3_200_000_000,
  repository: 1_200_000_000,
  run: 21_000_000_000,
  workflow: 180_000_000,
} as const;

/** What ids are handed out for. */
export type IdKind = keyof typeof firstIds;

/** Hands out ids; the same seed gives the same ids. */
export class IdSource {
  readonly #prng: Prng;
  readonly #last = new Map<IdKind, number>();

  constructor(prng: Prng) {
    this.#prng = prng;
  }

  /** A decimal integer, larger than all of its kind before. */
  next(kind: IdKind): string {
    const id = (this.#last.get(kind) ?? firstIds[kind]) + this.#prng.integer(1, 97);
    this.#last.set(kind, id);
    return String(id);
  }

  /** An `x-github-request-id`. */
  requestId(): string {
    const hex = (digits: number): string =>
      this.#prng.uint32().toString(16).padStart(8, "0").slice(0, digits).toUpperCase();
    return `${hex(4)}:${hex(6)}:${hex(7)}:${hex(7)}:${hex(8)}`;
  }
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** An opaque node id, one for each prefix and id. */
export function nodeId(prefix: string, id: string): string {
  let rest = BigInt(id);
  let text = "";
  for (; rest > 0n; rest /= 62n) text = (digits[Number(rest % 62n)] ?? "") + text;
  return `${prefix}_kwDO${text.padStart(8, "A")}`;
}

/** A user's or app's database id. */
export function accountId(login: string): number {
  return (hash32(login) >>> 4) + 1;
}

/** A user's or app's node id. */
export function accountNodeId(login: string): string {
  return nodeId(isBot(login) ? "BOT" : "U", String(accountId(bareLogin(login))));
}
