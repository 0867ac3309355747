/**
 * What does the name of a board item tell before it is downloaded?
 *
 *   rollcall-entry-<writer>-<attempt>-<seq>-<live|final>
 *   rollcall-digest-<time of the newest publication known>-<writer>-<seq>-<comment>
 *
 * The writer is a hash of the task's identity, since identities hold characters that GitHub excludes
 * from names, and are long; the comment's opaque id is in base64url, so that a reader of the board can
 * ask for the comment at once. A name that is not exactly of this form is not ours.
 */
import { Buffer } from "node:buffer";
import type { TaskIdentity } from "../model/entry.js";
import { writerHash } from "../model/summary.js";

/** A name's parts. */
export type BoardName =
  | {
      readonly kind: "entry";
      readonly writer: string;
      readonly attempt: number;
      readonly seq: number;
      readonly final: boolean;
    }
  | {
      readonly kind: "digest";
      /** GitHub's time of the newest publication that the digest knows; 0 for none. */
      readonly publishedAtMs: number;
      readonly writer: string;
      readonly seq: number;
      /** The port's own id of the comment that was published to. */
      readonly commentId: string;
    };

const entryPattern =
  /^rollcall-entry-([0-9a-f]{16})-(0|[1-9]\d{0,15})-(0|[1-9]\d{0,15})-(live|final)$/;
const digestPattern =
  /^rollcall-digest-(0|[1-9]\d{0,15})-([0-9a-f]{16})-(0|[1-9]\d{0,15})-([A-Za-z0-9_-]{1,320})$/;

/** An opaque id: printable, and short enough for a name. */
const idPattern = /^[\x21-\x7e]{1,240}$/;

/** A task's name on boards. */
export function writerOf(identity: TaskIdentity): string {
  return writerHash(identity);
}

/** The name of an item. */
export function formatName(name: BoardName): string {
  return name.kind === "entry"
    ? `rollcall-entry-${name.writer}-${name.attempt}-${name.seq}-${name.final ? "final" : "live"}`
    : `rollcall-digest-${name.publishedAtMs}-${name.writer}-${name.seq}-${base64url(name.commentId)}`;
}

/** A name's parts; undefined for a name that is not ours. */
export function parseName(text: string): BoardName | undefined {
  const entry = entryPattern.exec(text);
  if (entry !== null) {
    const [, writer = "", attempt, seq, word] = entry;
    const name = { writer, attempt: Number(attempt), seq: Number(seq), final: word === "final" };
    return areSafe(name.attempt, name.seq) ? { kind: "entry", ...name } : undefined;
  }
  const digest = digestPattern.exec(text);
  if (digest === null) return undefined;
  const [, publishedAt, writer = "", seq, comment = ""] = digest;
  const commentId = Buffer.from(comment, "base64url").toString("utf8");
  if (!idPattern.test(commentId) || base64url(commentId) !== comment) return undefined;
  const name = { publishedAtMs: Number(publishedAt), writer, seq: Number(seq), commentId };
  return areSafe(name.publishedAtMs, name.seq) ? { kind: "digest", ...name } : undefined;
}

function base64url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

function areSafe(...numbers: readonly number[]): boolean {
  return numbers.every((number) => Number.isSafeInteger(number));
}
