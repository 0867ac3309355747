/** How does REST write comments, issues and pull requests? */
import type { View } from "./behaviour.js";
import { commentAt, commentsAt } from "./comment-view.js";
import { accountId, nodeId } from "./ids.js";
import { isoTime } from "./iso-time.js";
import { account, repositoryPage, repositoryUrl, wholeRepository } from "./rest-shapes.js";
import type { Bases, Json } from "./rest-shapes.js";
import type { CommentRecord, RepositoryRecord, ThreadRecord } from "./state.js";
import { bareLogin, isBot } from "./token.js";

/** A comment as of the moment, at which it must exist. */
export function commentShape(comment: CommentRecord, atMs: number, bases: Bases): Json {
  const shown = commentAt(comment, atMs);
  const url = `${repositoryUrl(comment.thread.repository, bases)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${threadPage(comment.thread, bases)}#issuecomment-${comment.id}`,
    issue_url: issueUrl(comment.thread, bases),
    id: Number(comment.id),
    node_id: comment.nodeId,
    user: account(comment.author, bases),
    created_at: isoTime(comment.createdAtMs),
    updated_at: isoTime(shown?.updatedAtMs ?? comment.createdAtMs),
    body: shown?.body ?? "",
    author_association: association(comment.thread.repository, comment.author),
    reactions: reactions(url),
    performed_via_github_app: isBot(comment.author) ? app(comment.author, bases) : null,
  };
}

/** An issue, or the part of a pull request that is one. */
export function issueShape(thread: ThreadRecord, view: View, bases: Bases): Json {
  const state = thread.state.at(view.readAtMs);
  const url = issueUrl(thread, bases);
  return {
    ...head(thread, view, bases),
    url,
    repository_url: repositoryUrl(thread.repository, bases),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    id: Number(thread.id),
    node_id: thread.nodeId,
    state: state.open ? "open" : "closed",
    comments: commentsAt(thread, view.readAtMs).length,
    reactions: reactions(url),
  };
}

/** A pull request as lists show it. */
export function simplePullShape(thread: ThreadRecord, view: View, bases: Bases): Json {
  const { pull, repository } = thread;
  if (pull === undefined) return {};
  const pullState = pull.state.at(view.readAtMs);
  const url = pullUrl(thread, bases);
  const links = {
    html: threadPage(thread, bases),
    issue: issueUrl(thread, bases),
    comments: `${issueUrl(thread, bases)}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${repositoryUrl(repository, bases)}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${repositoryUrl(repository, bases)}/statuses/${pullState.headSha}`,
  };
  const urls = Object.entries(links).slice(1);
  return {
    ...head(thread, view, bases),
    ...Object.fromEntries(urls.map(([name, link]) => [`${name}_url`, link])),
    url,
    id: Number(pull.id),
    node_id: pull.nodeId,
    diff_url: `${threadPage(thread, bases)}.diff`,
    patch_url: `${threadPage(thread, bases)}.patch`,
    state: thread.state.at(view.readAtMs).open ? "open" : "closed",
    merged_at: pullState.merged ? isoTime(pull.state.changedAtMs) : null,
    merge_commit_sha: null,
    draft: pullState.draft,
    auto_merge: null,
    head: branch(pull.headRepository, pull.headRef, pullState.headSha, bases),
    base: branch(repository, pull.baseRef, pull.baseSha, bases),
    _links: Object.fromEntries(
      Object.entries({ self: url, ...links }).map(([name, href]) => [name, { href }]),
    ),
  };
}

/** A pull request by itself. */
export function pullShape(thread: ThreadRecord, view: View, bases: Bases): Json {
  return {
    ...simplePullShape(thread, view, bases),
    merged: thread.pull?.state.at(view.readAtMs).merged ?? false,
    mergeable: true,
    rebaseable: true,
    mergeable_state: "clean",
    merged_by: null,
    comments: commentsAt(thread, view.readAtMs).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 1,
    changed_files: 1,
  };
}

/** The address of a pull request in REST. */
export function pullUrl(thread: ThreadRecord, bases: Bases): string {
  return `${repositoryUrl(thread.repository, bases)}/pulls/${String(thread.number)}`;
}

/** The address of a thread's page. */
export function threadPage(thread: ThreadRecord, bases: Bases): string {
  const kind = thread.pull === undefined ? "issues" : "pull";
  return `${repositoryPage(thread.repository, bases)}/${kind}/${String(thread.number)}`;
}

/** What issue and pull request have alike. */
function head(thread: ThreadRecord, view: View, bases: Bases): Json {
  const state = thread.state.at(view.readAtMs);
  return {
    number: thread.number,
    html_url: threadPage(thread, bases),
    title: state.title,
    locked: state.locked,
    active_lock_reason: null,
    user: account(thread.author, bases),
    body: thread.body,
    labels: [],
    milestone: null,
    assignee: null,
    assignees: [],
    author_association: association(thread.repository, thread.author),
    created_at: isoTime(thread.createdAtMs),
    updated_at: isoTime(thread.state.changedAtMs),
    closed_at: state.open ? null : isoTime(thread.state.changedAtMs),
  };
}

function issueUrl(thread: ThreadRecord, bases: Bases): string {
  return `${repositoryUrl(thread.repository, bases)}/issues/${String(thread.number)}`;
}

function branch(repository: RepositoryRecord, ref: string, sha: string, bases: Bases): Json {
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: account(repository.owner, bases),
    repo: wholeRepository(repository, bases),
  };
}

/** The author's association, in the coarse terms of a model without teams. */
export function association(repository: RepositoryRecord, login: string): "OWNER" | "NONE" {
  return repository.owner === login ? "OWNER" : "NONE";
}

function reactions(url: string): Json {
  const kinds = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"];
  return {
    url: `${url}/reactions`,
    total_count: 0,
    ...Object.fromEntries(kinds.map((kind) => [kind, 0])),
  };
}

function app(login: string, bases: Bases): Json {
  const slug = bareLogin(login);
  const id = accountId(slug);
  return {
    id,
    slug,
    node_id: nodeId("A", String(id)),
    owner: account("github", bases),
    name: slug,
    description: null,
    external_url: `${bases.origin}/apps/${slug}`,
    html_url: `${bases.origin}/apps/${slug}`,
    created_at: isoTime(0),
    updated_at: isoTime(0),
    permissions: {},
    events: [],
  };
}
