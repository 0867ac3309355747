/** What does a comment look like at a moment, and what does its edit log say? */
import type { Behaviour } from "./behaviour.js";
import type { CommentRecord, CommentVersion, ThreadRecord } from "./state.js";

/** A comment as of one moment. */
export interface CommentAt {
  readonly body: string;
  readonly updatedAtMs: number;
  /** Undefined if it was not edited since its creation. */
  readonly lastEdit: { readonly atMs: number; readonly editor: string } | undefined;
  readonly minimized: boolean;
}

/** One entry of the edit log. */
export interface LogEntry {
  readonly id: string;
  readonly createdAtMs: number;
  readonly editor: string;
  readonly diff: string | null;
  readonly deleted: { readonly atMs: number; readonly by: string } | undefined;
  readonly isCreation: boolean;
}

/** The comment as of the moment; undefined if it did not exist then. */
export function commentAt(comment: CommentRecord, atMs: number): CommentAt | undefined {
  if (comment.createdAtMs > atMs) return undefined;
  if (comment.deletedAtMs !== undefined && comment.deletedAtMs <= atMs) return undefined;
  const known = versionsAt(comment, atMs);
  const newest = known.at(-1);
  if (newest === undefined) return undefined;
  return {
    body: newest.body,
    updatedAtMs: newest.atMs,
    lastEdit: known.length > 1 ? { atMs: newest.atMs, editor: newest.editor } : undefined,
    minimized: comment.minimized.at(atMs),
  };
}

/** The comments of a thread that existed at the moment, oldest first. */
export function commentsAt(thread: ThreadRecord, atMs: number): CommentRecord[] {
  return thread.comments.filter((comment) => commentAt(comment, atMs) !== undefined);
}

/**
 * The edit log as of the moment, newest first; undefined if there is none. A comment that was never
 * edited has an empty log; the first edit brings the creation into it.
 */
export function editLog(
  comment: CommentRecord,
  atMs: number,
  behaviour: Behaviour,
): readonly LogEntry[] | undefined {
  if (behaviour.logMissing) return undefined;
  const known = versionsAt(comment, atMs);
  if (known.length < 2) return [];
  const entries: LogEntry[] = [];
  for (const [index, version] of known.entries()) {
    // A folded edit takes the place of the entry before: its id stays, its content is the newer one.
    const replaced = version.folded ? entries.pop() : undefined;
    const deleted = [version.deleted].find((deletion) => deletion && deletion.atMs <= atMs);
    entries.push({
      id: replaced?.id ?? version.id,
      createdAtMs: version.atMs,
      editor: version.editor,
      diff: deleted === undefined ? diffOf(version, known[index - 1], behaviour) : null,
      deleted,
      isCreation: index === 0,
    });
  }
  return entries.reverse().slice(0, behaviour.logEntriesMax);
}

function versionsAt(comment: CommentRecord, atMs: number): CommentVersion[] {
  return comment.versions.filter((version) => version.atMs <= atMs);
}

function diffOf(
  version: CommentVersion,
  before: CommentVersion | undefined,
  behaviour: Behaviour,
): string | null {
  switch (behaviour.diffForm) {
    case "full":
      return version.body;
    case "hidden":
      return null;
    case "patch":
      return `@@ -1 +1 @@\n-${before?.body ?? ""}\n+${version.body}`;
  }
}
