/** How does REST write accounts and repositories? Every field that GitHub's description requires. */
import { accountId, accountNodeId } from "./ids.js";
import { isoTime } from "./iso-time.js";
import type { Address } from "./operation.js";
import type { RepositoryRecord } from "./state.js";
import { bareLogin, isBot } from "./token.js";

/** What the addresses in an answer begin with. */
export type Bases = Pick<Address, "origin" | "apiBase">;

/** Any JSON object. */
export type Json = Record<string, unknown>;

const accountPaths = {
  followers_url: "/followers",
  following_url: "/following{/other_user}",
  gists_url: "/gists{/gist_id}",
  starred_url: "/starred{/owner}{/repo}",
  subscriptions_url: "/subscriptions",
  organizations_url: "/orgs",
  repos_url: "/repos",
  events_url: "/events{/privacy}",
  received_events_url: "/received_events",
};

const repositoryPaths = {
  url: "",
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** A user or app. */
export function account(login: string, bases: Bases): Json {
  const url = `${bases.apiBase}/users/${encodeURIComponent(login)}`;
  const page = isBot(login) ? `apps/${bareLogin(login)}` : login;
  return {
    login,
    id: accountId(bareLogin(login)),
    node_id: accountNodeId(login),
    avatar_url: `${bases.origin}/avatars/${String(accountId(bareLogin(login)))}`,
    gravatar_id: "",
    url,
    html_url: `${bases.origin}/${page}`,
    ...under(url, accountPaths),
    type: isBot(login) ? "Bot" : "User",
    site_admin: false,
  };
}

/** The address of a repository in REST. */
export function repositoryUrl(repository: RepositoryRecord, bases: Bases): string {
  return `${bases.apiBase}/repos/${repository.owner}/${repository.name}`;
}

/** The address of a repository's page. */
export function repositoryPage(repository: RepositoryRecord, bases: Bases): string {
  return `${bases.origin}/${repository.owner}/${repository.name}`;
}

/** A repository as runs show it. */
export function minimalRepository(repository: RepositoryRecord, bases: Bases): Json {
  return {
    id: Number(repository.id),
    node_id: repository.nodeId,
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    private: repository.isPrivate,
    owner: account(repository.owner, bases),
    html_url: repositoryPage(repository, bases),
    description: null,
    fork: repository.isFork,
    ...under(repositoryUrl(repository, bases), repositoryPaths),
  };
}

/** A repository as pull requests show it. */
export function wholeRepository(repository: RepositoryRecord, bases: Bases): Json {
  const page = repositoryPage(repository, bases);
  const created = isoTime(repository.createdAtMs);
  const counts = ["forks", "forks_count", "open_issues", "open_issues_count", "size"];
  const watchers = ["stargazers_count", "watchers", "watchers_count"];
  return {
    ...minimalRepository(repository, bases),
    ...Object.fromEntries([...counts, ...watchers].map((name) => [name, 0])),
    clone_url: `${page}.git`,
    git_url: page.replace(/^https?:/, "git:") + ".git",
    ssh_url: `git@${new URL(page).host}:${repository.owner}/${repository.name}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: "main",
    has_issues: repository.hasIssues,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    created_at: created,
    updated_at: created,
    pushed_at: created,
  };
}

/** A repository by itself. */
export function fullRepository(repository: RepositoryRecord, bases: Bases): Json {
  return { ...wholeRepository(repository, bases), network_count: 0, subscribers_count: 0 };
}

function under(url: string, paths: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, url + path]));
}
