/** What does a comment, as REST shows it, say to the port? */
import { serverMs } from "../../base/time.js";
import type { CommentView } from "../../ports/comments.js";
import { formatCommentId } from "./comment-id.js";
import { asId, asObject, asText, malformed } from "./shape.js";

/** The view of one comment's JSON. Throws `malformed-answer`. */
export function restCommentView(data: unknown): CommentView {
  const comment = asObject(data);
  const databaseId = asId(comment?.["id"]);
  const body = asText(comment?.["body"]);
  if (databaseId === undefined || body === undefined)
    throw malformed("REST comment", "id and body");
  const updatedMs = Date.parse(asText(comment?.["updated_at"]) ?? "");
  return {
    id: formatCommentId({ databaseId, nodeId: asText(comment?.["node_id"]) ?? "none" }),
    databaseId,
    body,
    // REST does not tell who edited last.
    bodyByUs: true,
    updatedAt: serverMs(Number.isNaN(updatedMs) ? 0 : updatedMs),
    edits: undefined,
    editsComplete: false,
  };
}
