/**
 * Which GraphQL operations do we send?
 *
 * All of them, in one place: a test validates each against GitHub's published schema.
 */

/** A comment with its edit log. `diff` holds the whole body after the edit (github-facts). */
const commentFields = `
fragment RollcallComment on IssueComment {
  id
  fullDatabaseId
  body
  viewerDidAuthor
  updatedAt
  editor { __typename login }
  includesCreatedEdit
  userContentEdits(first: $edits) {
    totalCount
    nodes { editedAt deletedAt diff editor { __typename login } }
  }
}`;

/** The pull request and one comment that is already known. */
export const readQuery = `
query RollcallRead($owner: String!, $name: String!, $number: Int!, $id: ID!, $edits: Int!) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { id headRefOid state locked }
  }
  node(id: $id) {
    ...RollcallComment
    ... on IssueComment { pullRequest { id } }
  }
}
${commentFields}`;

/** The pull request and a page of its comments, oldest first, without their logs. */
export const searchQuery = `
query RollcallSearch($owner: String!, $name: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      headRefOid
      state
      locked
      comments(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id fullDatabaseId body updatedAt viewerDidAuthor editor { __typename login } }
      }
    }
  }
}`;

/** Writes, and looks in the answer at what was written since. */
export const updateMutation = `
mutation RollcallUpdate($id: ID!, $body: String!, $edits: Int!) {
  updateIssueComment(input: { id: $id, body: $body }) {
    issueComment {
      ...RollcallComment
      pullRequest { headRefOid state locked }
    }
  }
}
${commentFields}`;

/** Creates, and looks in the answer whether somebody else did too. */
export const createMutation = `
mutation RollcallCreate($subject: ID!, $body: String!, $edits: Int!) {
  addComment(input: { subjectId: $subject, body: $body }) {
    commentEdge { node { ...RollcallComment } }
    subject {
      ... on PullRequest {
        comments(last: 50) { nodes { id fullDatabaseId body updatedAt viewerDidAuthor editor { __typename login } } }
      }
    }
  }
}
${commentFields}`;

/** Deletes one of our own comments. */
export const deleteMutation = `
mutation RollcallDelete($id: ID!) {
  deleteIssueComment(input: { id: $id }) { clientMutationId }
}`;
