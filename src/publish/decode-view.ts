/** What does a comment, as an answer showed it, say to the protocol? */
import { Recent } from "../base/recent.js";
import { decodeBody } from "../codec/state-block.js";
import { decodeTombstone } from "../codec/tombstone.js";
import { commentCharsMax } from "../model/limits.js";
import type { CommentView, ReadView } from "../ports/comments.js";
import type { LogEntry, Revision, Seen, SeenComment } from "../protocol/revision.js";

/** Decodes a read. */
export function decodeRead(view: ReadView): Seen {
  return {
    pullHead: view.pull.head,
    comments: view.comments.map((comment) => decodeComment(comment)),
  };
}

/** Decodes one comment with its log. One that was just written over cannot have an empty one. */
export function decodeComment(view: CommentView, written?: "just written over"): SeenComment {
  const current = view.bodyByUs ? decodeRevision(view.body) : foreign;
  const log =
    view.edits?.length === 0
      ? wholeHistory(view, current, written !== undefined)
      : view.edits?.map((edit) => ({
          revision: edit.byUs ? decodeHidden(edit.body) : foreign,
          editedAt: edit.editedAt,
        }));
  return {
    id: view.id,
    databaseId: view.databaseId,
    current,
    updatedAt: view.updatedAt,
    log,
    logComplete: view.editsComplete,
  };
}

/**
 * A comment that was never edited has no edits: its text is its whole history. Any other text with an
 * empty log is one whose log is not to be had (yet).
 */
function wholeHistory(
  view: CommentView,
  current: Revision,
  written: boolean,
): readonly LogEntry[] | undefined {
  const first = current.kind === "state" && current.parentId === undefined;
  if (!first || written || !view.editsComplete) return undefined;
  return [{ revision: current, editedAt: view.updatedAt }];
}

/** Only versions written by our own identity count. */
const foreign: Revision = { kind: "empty", problem: "written by somebody else" };

function decodeHidden(body: string | undefined): Revision {
  return body === undefined ? { kind: "hidden" } : decodeRevision(body);
}

/**
 * Answer after answer shows the same versions again: each is decoded once. What a text says never
 * changes, so it does not matter who asks.
 */
function decodeRevision(body: string): Revision {
  return recent.get(body, decodeAnew);
}

/** More than a log's longest answer shows. */
const recent = new Recent<Revision>(64 * commentCharsMax);

function decodeAnew(body: string): Revision {
  const survivorId = decodeTombstone(body);
  if (survivorId !== undefined) return { kind: "tombstone", survivorId };
  const decoded = decodeBody(body);
  switch (decoded.kind) {
    case "state":
    case "newer":
      return decoded;
    case "none":
      return { kind: "empty", problem: undefined };
    case "damaged":
      return { kind: "empty", problem: decoded.problem };
  }
}

/** The id of the newest write of ours that a comment shows: the parent of the next one. */
export function parentOf(comment: SeenComment): string | undefined {
  if (comment.current.kind === "state") return comment.current.writeId;
  for (const { revision } of comment.log ?? []) {
    if (revision.kind === "state") return revision.writeId;
  }
  return undefined;
}
