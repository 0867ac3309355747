/** Which mutations do the tests of the modelled GitHub send, and how do they read the answers? */
import type { Answer } from "./emulated-github.js";

/** Creates a comment; the answer holds the pull request with all its comments. */
export const addComment: string = `
  mutation Create($subject: ID!, $body: String!) {
    addComment(input: { subjectId: $subject, body: $body, clientMutationId: "m1" }) {
      clientMutationId
      commentEdge { node { id body viewerDidAuthor } }
      timelineEdge { node { ... on IssueComment { id } } }
      subject {
        ... on PullRequest { comments(last: 100) { totalCount nodes { id body } } headRefOid }
      }
    }
  }`;

/** Changes a comment; the answer holds its edit log. */
export const updateComment: string = `
  mutation Update($id: ID!, $body: String!) {
    updateIssueComment(input: { id: $id, body: $body }) {
      issueComment {
        body
        includesCreatedEdit
        userContentEdits(first: 10) { totalCount nodes { diff editor { login } editedAt } }
        pullRequest { headRefOid }
      }
    }
  }`;

/** Deletes a comment. */
export const deleteComment: string = `mutation($id: ID!) { deleteIssueComment(input: { id: $id }) { clientMutationId } }`;

/** An answer's `errors`. */
export function errorsOf({ json }: Answer): Record<string, unknown>[] {
  return (json as { errors?: Record<string, unknown>[] }).errors ?? [];
}

/** An answer's `data`, which must come without errors. */
export function dataOf({ json }: Answer): unknown {
  const { data, errors } = json as { data: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(`unexpected errors: ${JSON.stringify(errors)}`);
  return data;
}
