// Cuts the part of GitHub's published GraphQL schema that the emulator models out of it.
//
//   node tools/github-schema.mjs           writes src/emulator/github-schema.ts
//   node tools/github-schema.mjs --check   fails if that file is not what would be written
//
// The published schema is `schema.graphql` of @octokit/graphql-schema. A kept field keeps all of its
// arguments, a kept input object or enum is kept whole, and everything keeps its type: whatever the cut
// accepts, GitHub's schema accepts too (src/emulator/github-schema.test.ts proves it).
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSchema, parse, print, visit } from "graphql";
import { format, resolveConfig } from "prettier";

/** Object and interface types with the fields that the emulator answers. */
const kept = {
  Query: ["node", "nodes", "rateLimit", "repository", "viewer"],
  Mutation: ["addComment", "deleteIssueComment", "updateIssueComment"],
  RateLimit: ["cost", "limit", "nodeCount", "remaining", "resetAt", "used"],
  Repository: [
    ...["databaseId", "id", "isArchived", "isFork", "isPrivate", "name", "nameWithOwner", "owner"],
    ...["pullRequest", "url"],
  ],
  PullRequest: [
    ...["author", "baseRefName", "baseRefOid", "baseRepository", "body", "closed", "comments"],
    ...["createdAt", "databaseId", "fullDatabaseId", "headRefName", "headRefOid"],
    ...["headRepository", "headRepositoryOwner", "id", "isCrossRepository", "isDraft", "locked"],
    ...["merged", "number", "repository", "state", "title", "url", "viewerDidAuthor"],
  ],
  IssueComment: [
    ...["author", "body", "createdAt", "databaseId", "editor", "fullDatabaseId", "id"],
    ...["includesCreatedEdit", "isMinimized", "lastEditedAt", "minimizedReason", "publishedAt"],
    ...["pullRequest", "repository", "updatedAt", "url", "userContentEdits", "viewerCanDelete"],
    ...["viewerCanUpdate", "viewerDidAuthor"],
  ],
  UserContentEdit: [
    ...["createdAt", "deletedAt", "deletedBy", "diff", "editedAt", "editor", "id", "updatedAt"],
  ],
  IssueCommentConnection: ["edges", "nodes", "pageInfo", "totalCount"],
  IssueCommentEdge: ["cursor", "node"],
  UserContentEditConnection: ["edges", "nodes", "pageInfo", "totalCount"],
  UserContentEditEdge: ["cursor", "node"],
  PageInfo: ["endCursor", "hasNextPage", "hasPreviousPage", "startCursor"],
  IssueTimelineItemEdge: ["cursor", "node"],
  AddCommentPayload: ["clientMutationId", "commentEdge", "subject", "timelineEdge"],
  UpdateIssueCommentPayload: ["clientMutationId", "issueComment"],
  DeleteIssueCommentPayload: ["clientMutationId"],
  User: ["databaseId", "id", "login", "url"],
  Bot: ["databaseId", "id", "login", "url"],
  Actor: ["login", "url"],
  Closable: ["closed"],
  Comment: ["author", "body", "createdAt", "id", "viewerDidAuthor"],
  Deletable: ["viewerCanDelete"],
  Lockable: ["locked"],
  Minimizable: ["isMinimized", "minimizedReason"],
  Node: ["id"],
  RepositoryNode: ["repository"],
  RepositoryOwner: ["id", "login", "url"],
  UniformResourceLocatable: ["url"],
  Updatable: ["viewerCanUpdate"],
};
/** Unions with the members that the emulator can answer. */
const members = { IssueTimelineItem: ["IssueComment"] };
/** Kept whole. */
const whole = [
  ...["AddCommentInput", "DeleteIssueCommentInput", "UpdateIssueCommentInput"],
  ...["IssueCommentOrder", "IssueCommentOrderField", "OrderDirection", "PullRequestState"],
  ...["BigInt", "DateTime", "GitObjectID", "URI"],
];

const published = (file) =>
  readFileSync(new URL(file, import.meta.resolve("@octokit/graphql-schema")), "utf8");
const target = fileURLToPath(new URL("../src/emulator/github-schema.ts", import.meta.url));

function prune(source) {
  const found = new Set();
  const fieldsOf = (node) => {
    const fields = kept[node.name.value];
    if (fields === undefined) return null;
    found.add(node.name.value);
    for (const name of fields) {
      if (!node.fields.some((field) => field.name.value === name)) {
        throw new Error(`${node.name.value}.${name} is not in GitHub's schema`);
      }
    }
    const named = (field) => fields.includes(field.name.value);
    const kindred = (type) => {
      const theirs = kept[type.name.value];
      // An interface stays with its type only where the type kept all that the interface asks for.
      return theirs !== undefined && theirs.every((name) => fields.includes(name));
    };
    return {
      ...node,
      fields: node.fields.filter(named),
      interfaces: node.interfaces?.filter(kindred),
    };
  };
  const wholly = (node) => {
    if (!whole.includes(node.name.value)) return null;
    found.add(node.name.value);
    return undefined;
  };
  const document = visit(parse(source), {
    ObjectTypeDefinition: fieldsOf,
    InterfaceTypeDefinition: fieldsOf,
    InputObjectTypeDefinition: wholly,
    EnumTypeDefinition: wholly,
    ScalarTypeDefinition: wholly,
    UnionTypeDefinition(node) {
      const types = members[node.name.value];
      if (types === undefined) return null;
      found.add(node.name.value);
      return { ...node, types: node.types.filter((type) => types.includes(type.name.value)) };
    },
    StringValue: (_node, key) => (key === "description" ? null : undefined),
    Directive: () => null,
    DirectiveDefinition: () => null,
  });
  for (const name of [...Object.keys(kept), ...Object.keys(members), ...whole]) {
    if (!found.has(name)) throw new Error(`${name} is not in GitHub's schema`);
  }
  const text = print(document);
  buildSchema(text);
  return text;
}

async function generate() {
  const { version } = JSON.parse(published("package.json"));
  const notice = published("LICENSE.md").trim().split("\n");
  const file = `/**
 * Which part of GitHub's published GraphQL schema does the emulator answer for?
 *
 * Generated by \`node tools/github-schema.mjs\`; do not edit. Cut from \`schema.graphql\` of
 * @octokit/graphql-schema ${version}, which is published under the MIT licence:
 *
${notice.map((line) => ` * ${line}`.trimEnd()).join("\n")}
 */

/** The schema in GraphQL's schema definition language. */
export const githubSchema = \`
${prune(published("schema.graphql"))}
\`;
`;
  const options = await resolveConfig(target);
  return await format(file, { ...options, parser: "typescript" });
}

const wanted = await generate();
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== wanted) {
    console.error("src/emulator/github-schema.ts is stale: run `node tools/github-schema.mjs`");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, wanted);
}
