/** How does one opaque id serve both APIs? REST knows comments by number, GraphQL by node id. */

/** Both ids of one comment. */
export interface CommentIds {
  readonly databaseId: string;
  readonly nodeId: string;
}

/** The id that goes through the port. */
export function formatCommentId({ databaseId, nodeId }: CommentIds): string {
  return `${databaseId}:${nodeId}`;
}

/** Both ids again; undefined if the text is none of ours. */
export function parseCommentId(id: string): CommentIds | undefined {
  const match = /^([0-9]{1,30}):([A-Za-z0-9_=+/-]{1,200})$/.exec(id);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { databaseId: match[1], nodeId: match[2] };
}

/** As `parseCommentId`, for an id that this adapter itself made. */
export function requireCommentId(id: string): CommentIds {
  const ids = parseCommentId(id);
  if (ids === undefined) throw new TypeError(`not a comment id: ${id}`);
  return ids;
}
