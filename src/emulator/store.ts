/**
 * Where is everything that the modelled GitHub remembers, and how does it change?
 *
 * Knows no rules of who may do what (`comment-rules.ts`) and nothing of the wire. What changes keeps its
 * history (`state.ts`).
 */
import type { Prng } from "../base/prng.js";
import { IdSource, nodeId } from "./ids.js";
import type { IssueOptions, PullOptions, RepositoryOptions, RunOptions } from "./options.js";
import { History } from "./state.js";
import type { CommentRecord, PullRecord, RepositoryRecord, RunRecord, RunState } from "./state.js";
import type { ThreadRecord } from "./state.js";

/** What a node id may stand for. */
export type NodeRecord =
  | { readonly kind: "comment"; readonly comment: CommentRecord }
  | { readonly kind: "pull"; readonly thread: ThreadRecord }
  | { readonly kind: "issue"; readonly thread: ThreadRecord }
  | { readonly kind: "repository"; readonly repository: RepositoryRecord };

/** All records. */
export class Store {
  readonly ids: IdSource;
  readonly nodes = new Map<string, NodeRecord>();
  readonly #repositories = new Map<string, RepositoryRecord>();
  readonly #threads = new Map<string, ThreadRecord>();
  readonly #comments = new Map<string, CommentRecord>();
  readonly #runs = new Map<string, RunRecord>();
  readonly #workflowIds = new Map<string, string>();

  constructor(prng: Prng) {
    this.ids = new IdSource(prng);
  }

  addRepository(options: RepositoryOptions, atMs: number): RepositoryRecord {
    const [owner = "", name = ""] = options.fullName.split("/");
    const id = this.ids.next("repository");
    const repository: RepositoryRecord = {
      id,
      nodeId: nodeId("R", id),
      owner,
      name,
      createdAtMs: atMs,
      isPrivate: options.isPrivate ?? true,
      isFork: options.isFork ?? false,
      archived: false,
      hasIssues: true,
    };
    this.#repositories.set(options.fullName.toLowerCase(), repository);
    this.nodes.set(repository.nodeId, { kind: "repository", repository });
    return repository;
  }

  repository(owner: string, name: string): RepositoryRecord | undefined {
    return this.#repositories.get(`${owner}/${name}`.toLowerCase());
  }

  repositoryById(id: string): RepositoryRecord | undefined {
    return [...this.#repositories.values()].find((repository) => repository.id === id);
  }

  addPull(repository: RepositoryRecord, options: PullOptions, atMs: number): ThreadRecord {
    const id = this.ids.next("pull");
    const pull: PullRecord = {
      id,
      nodeId: nodeId("PR", id),
      headRepository: options.headRepository ?? repository,
      headRef: options.headRef ?? `topic-${String(options.number)}`,
      baseRef: options.baseRef ?? "main",
      baseSha: "0".repeat(39) + "1",
      state: new History(atMs, {
        headSha: options.headSha,
        merged: false,
        draft: options.draft ?? false,
      }),
    };
    const title = options.title ?? `Change ${String(options.number)}`;
    return this.#addThread(repository, { ...options, title }, pull, atMs);
  }

  addIssue(repository: RepositoryRecord, options: IssueOptions, atMs: number): ThreadRecord {
    return this.#addThread(repository, options, undefined, atMs);
  }

  thread(repository: RepositoryRecord, number: number): ThreadRecord | undefined {
    return this.#threads.get(`${repository.id}#${String(number)}`);
  }

  threadsOf(repository: RepositoryRecord): ThreadRecord[] {
    return [...this.#threads.values()].filter((thread) => thread.repository === repository);
  }

  addComment(thread: ThreadRecord, author: string, body: string, atMs: number): CommentRecord {
    const id = this.ids.next("comment");
    const version = {
      id: nodeId("UCE", this.ids.next("edit")),
      atMs,
      editor: author,
      body,
      folded: false,
      deleted: undefined,
    };
    const comment: CommentRecord = {
      id,
      nodeId: nodeId("IC", id),
      thread,
      author,
      createdAtMs: atMs,
      versions: [version],
      deletedAtMs: undefined,
      minimized: new History(atMs, false),
    };
    thread.comments.push(comment);
    this.#comments.set(id, comment);
    this.nodes.set(comment.nodeId, { kind: "comment", comment });
    return comment;
  }

  comment(id: string): CommentRecord | undefined {
    return this.#comments.get(id);
  }

  addRun(repository: RepositoryRecord, options: RunOptions, atMs: number): RunRecord {
    const id = options.id ?? this.ids.next("run");
    const workflowKey = `${repository.id}/${options.path}`;
    const workflowId = this.#workflowIds.get(workflowKey) ?? this.ids.next("workflow");
    this.#workflowIds.set(workflowKey, workflowId);
    const run: RunRecord = {
      repository,
      id,
      nodeId: nodeId("WFR", id),
      number: this.runsOf(repository).filter((other) => other.path === options.path).length + 1,
      workflowId,
      path: options.path,
      name: options.name ?? options.path.replace(/^.*\//, "").replace(/\.ya?ml$/, ""),
      event: options.event ?? "pull_request",
      headSha: options.headSha,
      headBranch: options.headBranch ?? "topic",
      headRepository: options.headRepository ?? repository,
      actor: options.actor ?? "octocat",
      createdAtMs: atMs,
      state: new History<RunState>(atMs, {
        attempt: options.attempt ?? 1,
        status: options.status ?? "in_progress",
        conclusion: options.conclusion ?? null,
      }),
    };
    this.#runs.set(id, run);
    return run;
  }

  run(id: string): RunRecord | undefined {
    return this.#runs.get(id);
  }

  runsOf(repository: RepositoryRecord): RunRecord[] {
    return [...this.#runs.values()].filter((run) => run.repository === repository);
  }

  #addThread(
    repository: RepositoryRecord,
    options: IssueOptions,
    pull: PullRecord | undefined,
    atMs: number,
  ): ThreadRecord {
    const id = this.ids.next("issue");
    const numbers = this.threadsOf(repository).map((other) => other.number);
    const thread: ThreadRecord = {
      repository,
      number: options.number ?? Math.max(0, ...numbers) + 1,
      id,
      nodeId: pull?.nodeId ?? nodeId("I", id),
      author: options.author ?? "octocat",
      body: options.body ?? "",
      createdAtMs: atMs,
      state: new History(atMs, { title: options.title, open: true, locked: false }),
      comments: [],
      pull,
    };
    this.#threads.set(`${repository.id}#${String(thread.number)}`, thread);
    this.nodes.set(thread.nodeId, { kind: pull === undefined ? "issue" : "pull", thread });
    return thread;
  }
}
