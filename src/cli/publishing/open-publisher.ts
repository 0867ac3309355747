/** How do settings become a publisher over real ports? All wiring is here. */
import { createHash } from "node:crypto";
import { GitHubApi } from "../../adapters/github/api.js";
import { FallbackComments, type IdentifiedComments } from "../../adapters/github/comments.js";
import { type CommentsOptions, GraphqlComments } from "../../adapters/github/graphql-comments.js";
import { AnswerObserver } from "../../adapters/github/observer.js";
import { RestComments } from "../../adapters/github/rest-comments.js";
import { ResultsBoard } from "../../adapters/github/results-board.js";
import { RestRuns } from "../../adapters/github/runs.js";
import { type Result, bad, ok } from "../../base/result.js";
import type { Run } from "../../model/roster.js";
import type { Board } from "../../ports/board.js";
import type { CommentStore } from "../../ports/comments.js";
import type { ServerTime } from "../../ports/server-time.js";
import type { PublishPorts } from "../../publish/ports.js";
import { Publisher } from "../../publish/publisher.js";
import { type PublishSettings, type Timing, defaultTiming } from "../../publish/settings.js";
import { linkRulesOf } from "../../protocol/link-rules.js";
import { commentMarker } from "../../render/comment.js";
import { BoardOnly } from "./board-only.js";
import { DryRunComments } from "./dry-run-comments.js";
import type { Host } from "../host/host.js";
import { problemLine } from "../input/problem.js";
import type { Settings } from "../settings/settings.js";
import type { Surroundings } from "./surroundings.js";
import type { TaskPublisher } from "./task-publisher.js";
import { openToken } from "../settings/token-source.js";

/** One request takes no longer: a write that hangs must not land after its writer is gone. */
const requestTimeoutMs = 5_000;

/** The ports and what was opened with them. */
export interface OpenedApi {
  readonly api: GitHubApi;
  readonly ports: PublishPorts;
  readonly serverTime: ServerTime;
  /** The two ways to the comments, each by itself: `ports` tries one after the other. */
  readonly graphql: IdentifiedComments;
  readonly rest: IdentifiedComments;
  /** Set under `--dry-run`: what would have been written. */
  readonly dryRun: DryRunComments | undefined;
}

/** Opens the API for settings in which repository and pull request are known. */
export async function openApi(
  host: Host,
  { settings, log }: Surroundings,
  pullNumber: number,
): Promise<Result<OpenedApi, string>> {
  const { repository } = settings;
  if (repository === undefined) return bad("the repository is unknown");
  const token = await openToken(settings, host, log);
  if (!token.ok) return token;
  const observer = new AnswerObserver(host.clock);
  const { http, clock } = host;
  const api = new GitHubApi({
    apiUrl: settings.apiUrl,
    graphqlUrl: settings.graphqlUrl,
    http,
    token: token.value,
    observer,
    userAgent: `rollcall/${host.version}`,
    timeoutMs: requestTimeoutMs,
  });
  const options: CommentsOptions = {
    ...repository,
    pullNumber,
    marker: commentMarker(settings.lane, pullNumber),
    ...(settings.author === undefined ? {} : { author: settings.author }),
  };
  const graphql = new GraphqlComments(api, observer, options);
  const rest = new RestComments(api, observer, options);
  const real: CommentStore = new FallbackComments(graphql, rest, log);
  const dryRun = settings.dryRun ? new DryRunComments(real) : undefined;
  const board = settings.dryRun ? undefined : openBoard(host, settings, observer);
  const timeoutMs = requestTimeoutMs;
  const ports: PublishPorts = {
    comments: dryRun ?? real,
    ...(board === undefined ? {} : { board }),
    runs: new RestRuns(api, { ...repository, pullNumber, http, timeoutMs, log }),
    clock,
    random: await host.random(),
    serverTime: observer,
    log,
  };
  return ok({ api, ports, serverTime: observer, graphql, rest, dryRun });
}

/** The run's board, if the job has a token for it. */
function openBoard(host: Host, settings: Settings, observer: AnswerObserver): Board | undefined {
  const { resultsUrl, runtimeToken, backendIds } = settings;
  if (resultsUrl === undefined || runtimeToken === undefined || backendIds === undefined) {
    return undefined;
  }
  return new ResultsBoard({
    resultsUrl,
    runtimeToken,
    runBackendId: backendIds.run,
    jobBackendId: backendIds.job,
    http: host.http,
    observer,
    timeoutMs: requestTimeoutMs,
    sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  });
}

/** Our own run as a record of the roster. */
export function ownRun(settings: Settings): Run {
  const { workflow, event, id, attempt, name } = settings.run;
  return {
    workflow,
    event,
    runId: id,
    attempt,
    status: "in_progress",
    conclusion: "",
    ...(name === undefined ? {} : { name }),
  };
}

/** What the publisher is told, for settings in which nothing is missing. */
export function publishSettings(
  host: Host,
  settings: Settings,
  place: { readonly head: string; readonly pullNumber: number; readonly writer: string },
): PublishSettings {
  return {
    lane: settings.lane,
    head: place.head,
    pullNumber: place.pullNumber,
    run: ownRun(settings),
    writer: place.writer,
    programVersion: host.version,
    linkRules: linkRulesOf(settings.serverUrl, settings.apiUrl),
    timing: publishTiming(settings),
  };
}

/** How patient a publisher is. */
export function publishTiming(settings: Settings): Timing {
  return {
    ...defaultTiming,
    windowMs: settings.intervalMs,
    finalBudgetMs: settings.publishBudgetMs,
    ...(settings.settleMs === undefined ? {} : { landingMsMax: settings.settleMs }),
  };
}

/** A task's publisher, and what its command needs besides. */
export interface OpenedTask extends Pick<OpenedApi, "serverTime" | "dryRun"> {
  readonly publisher: TaskPublisher;
}

/** A publisher for a task, or a sentence on why there can be none. */
export async function openPublisher(
  host: Host,
  surroundings: Surroundings,
  writer: string,
): Promise<Result<OpenedTask, string>> {
  const { settings, log } = surroundings;
  if (settings.noPull !== undefined) return bad(settings.noPull);
  // A dry run writes nothing anyway.
  const readOnly = settings.dryRun ? undefined : settings.readOnly;
  const needed = settings.missing.filter(
    ({ setting }) => readOnly === undefined || setting !== "token",
  );
  const [missing] = needed;
  if (missing !== undefined) return bad(problemLine(missing));
  const { head, pull } = settings;
  if (head === undefined || pull === undefined) return bad("the pull request is unknown");
  const told = publishSettings(host, settings, { head, pullNumber: pull, writer });
  if (readOnly !== undefined) {
    const observer = new AnswerObserver(host.clock);
    const board = openBoard(host, settings, observer);
    const { clock } = host;
    const publisher = new BoardOnly({ reason: readOnly, settings: told, board, clock, log });
    return ok({ publisher, serverTime: observer, dryRun: undefined });
  }
  const opened = await openApi(host, surroundings, pull);
  if (!opened.ok) return opened;
  const { ports, serverTime, dryRun } = opened.value;
  return ok({ publisher: new Publisher(ports, told), serverTime, dryRun });
}
