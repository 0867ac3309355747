/**
 * Which runs does a pull request's head have, and what lies on their boards? Over REST, with conditional
 * reads.
 *
 * Anyone may push the same commit to a fork of his own and have workflows run there: GitHub lists their
 * runs under the commit, too. Those are no runs of this pull request.
 */
import { RollcallError } from "../../model/errors.js";
import { payloadBytesMax } from "../../model/limits.js";
import type { Run, RunStatus } from "../../model/roster.js";
import type { BoardItem } from "../../ports/board.js";
import type { HttpClient } from "../../ports/http.js";
import type { Log } from "../../ports/log.js";
import type { FoundRun, Runs, SiblingBoard } from "../../ports/runs.js";
import type { GitHubApi } from "./api.js";
import { nextPage } from "./paging.js";
import { type Json, asBytes, asId, asObject, asObjects, asText, dig, malformed } from "./shape.js";

/** Where the runs are, and how their artifacts are fetched. */
export interface RunsOptions {
  readonly owner: string;
  readonly name: string;
  /** The pull request whose head's repository may have runs, too. */
  readonly pullNumber: number;
  readonly http: HttpClient;
  readonly timeoutMs: number;
  readonly log: Log;
}

/** GitHub itself lists no more than 1,000 runs of a commit; of a run's artifacts no more are of use. */
const pagesMax = 10;

interface Cached {
  readonly etag: string;
  readonly items: readonly Json[];
  readonly next: number | undefined;
}

/** The runs of one pull request. */
export class RestRuns implements Runs {
  readonly #api: GitHubApi;
  readonly #options: RunsOptions;
  readonly #cache = new Map<string, Cached>();
  /** The runs whose commit lies in this very repository: who may push there may write anyway. */
  readonly #own = new Set<string>();
  /** Listings that are too long, as was told. */
  readonly #cut = new Set<string>();
  /** The repository of the pull request's head, in lower case; null where it was deleted. */
  #headRepository: Promise<string | null> | undefined;

  constructor(api: GitHubApi, options: RunsOptions) {
    this.#api = api;
    this.#options = options;
  }

  /** See `Runs`. */
  async ofHead(head: string): Promise<readonly Run[]> {
    const runs = await this.#pages("GET /repos/{owner}/{repo}/actions/runs", "workflow_runs", {
      head_sha: head,
    });
    const noted = await Promise.all(runs.map(async (run) => await this.#noted(run)));
    return noted.filter((run) => run !== undefined);
  }

  /** See `Runs`. */
  async byId(runId: string): Promise<FoundRun | undefined> {
    try {
      const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}";
      const { data } = await this.#api.rest(route, { ...this.#place(), run_id: runId });
      const run = asObject(data);
      const found = run === undefined ? undefined : await this.#noted(run);
      const head = asText(run?.["head_sha"]);
      return found === undefined || head === undefined ? found : { ...found, head };
    } catch (error) {
      if (error instanceof RollcallError && error.code === "not-found") return undefined;
      throw error;
    }
  }

  /** See `Runs`. */
  boardOf(runId: string): SiblingBoard {
    return {
      foreign: !this.#own.has(runId),
      list: async (prefix) => await this.#list(runId, prefix),
      download: async (item) => await this.#download(item),
    };
  }

  /** The run; undefined if it is of a stranger's repository. */
  async #noted(json: Json): Promise<Run | undefined> {
    const run = readRun(json);
    if (run === undefined) return undefined;
    const { owner, name } = this.#options;
    const head = repositoryAt(json, "head_repository");
    if (head === `${owner}/${name}`.toLowerCase()) {
      this.#own.add(run.runId);
      return run;
    }
    // Two that were deleted are not for that the same.
    return head !== null && head === (await this.#pullsRepository()) ? run : undefined;
  }

  /** Asked for only where a run is of a fork; what failed is asked for again. */
  async #pullsRepository(): Promise<string | null> {
    this.#headRepository ??= this.#readPullsRepository();
    try {
      return await this.#headRepository;
    } catch (error) {
      this.#headRepository = undefined;
      throw error;
    }
  }

  async #readPullsRepository(): Promise<string | null> {
    const { pullNumber } = this.#options;
    const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
    const { data } = await this.#api.rest(route, { ...this.#place(), pull_number: pullNumber });
    return repositoryAt(data, "head", "repo");
  }

  async #list(runId: string, prefix: string): Promise<readonly BoardItem[]> {
    const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts";
    const artifacts = await this.#pages(route, "artifacts", { run_id: runId });
    return artifacts.flatMap((artifact) => {
      const name = asText(artifact["name"]);
      const artifactId = asId(artifact["id"]);
      const usable = name?.startsWith(prefix) === true && artifact["expired"] !== true;
      if (!usable || artifactId === undefined) return [];
      const sizeBytes = asBytes(artifact["size_in_bytes"]);
      return [{ name, artifactId, ...(sizeBytes === undefined ? {} : { sizeBytes }) }];
    });
  }

  /** The answer names another host, which must not see our token. */
  async #download(item: BoardItem): Promise<Uint8Array> {
    const what = `artifact ${item.name}`;
    const { status, headers } = await this.#api.rest(
      "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
      { ...this.#place(), artifact_id: item.artifactId, archive_format: "zip" },
    );
    const location = headers["location"];
    if (status !== 302 || typeof location !== "string") throw malformed(what, "address to fetch");
    const { http, timeoutMs } = this.#options;
    const answer = await http.send({
      method: "GET",
      url: location,
      headers: {},
      timeoutMs,
      answerBytesMax: payloadBytesMax,
    });
    if (answer.status !== 200) {
      throw new RollcallError("not-found", `${what}: HTTP ${answer.status} from the blob storage`);
    }
    return answer.body;
  }

  async #pages(route: string, field: string, parameters: Json): Promise<Json[]> {
    const items: Json[] = [];
    for (let page: number | undefined = 1; page !== undefined;) {
      const found = await this.#page(route, field, { ...parameters, per_page: 100, page });
      items.push(...found.items);
      page = page < pagesMax ? found.next : undefined;
      if (found.next !== undefined && page === undefined) this.#tellCut(parameters);
    }
    return items;
  }

  /** Told once: a listing is asked for again and again. */
  #tellCut({ run_id: runId }: Json): void {
    const what = typeof runId === "string" ? `artifacts of run ${runId}` : "runs of the head";
    if (this.#cut.has(what)) return;
    this.#cut.add(what);
    this.#options.log.write("warning", `${what}: only the newest ${pagesMax * 100} are looked at`);
  }

  async #page(route: string, field: string, parameters: Json): Promise<Cached> {
    const key = `${route} ${JSON.stringify(parameters)}`;
    const cached = this.#cache.get(key);
    const headers = cached === undefined ? {} : { "if-none-match": cached.etag };
    const answer = await this.#api.rest(route, { ...this.#place(), ...parameters, headers });
    if (answer.status === 304 && cached !== undefined) return cached;
    const items = dig(answer.data, field);
    if (!Array.isArray(items)) throw malformed(route, field);
    const found: Cached = {
      etag: String(answer.headers["etag"] ?? ""),
      items: asObjects(items),
      next: nextPage(answer.headers, Number(parameters["page"])),
    };
    if (found.etag !== "") this.#cache.set(key, found);
    return found;
  }

  #place(): Json {
    return { owner: this.#options.owner, repo: this.#options.name };
  }
}

function repositoryAt(json: unknown, ...keys: readonly string[]): string | null {
  return asText(dig(json, ...keys, "full_name"))?.toLowerCase() ?? null;
}

function readRun(run: Json): Run | undefined {
  const runId = asId(run["id"]);
  const path = asText(run["path"]);
  if (runId === undefined || path === undefined) return undefined;
  const name = asText(run["name"]);
  return {
    // A reusable workflow's path carries its ref.
    workflow: path.replace(/@.*$/, ""),
    event: asText(run["event"]) ?? "",
    runId,
    attempt: Number(run["run_attempt"] ?? 1),
    status: runStatus(run["status"]),
    conclusion: run["status"] === "completed" ? (asText(run["conclusion"]) ?? "") : "",
    ...(name === undefined ? {} : { name }),
  };
}

/** GitHub has further statuses (`waiting`, `pending`, `requested`): none of them has begun. */
function runStatus(status: unknown): RunStatus {
  return status === "completed" || status === "in_progress" ? status : "queued";
}
