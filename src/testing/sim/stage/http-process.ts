/** With which clients does one process of a story reach the emulated GitHub? As the program wires them. */
import { createHash } from "node:crypto";
import { GitHubApi } from "../../../adapters/github/api.js";
import { FallbackComments } from "../../../adapters/github/comments.js";
import { GraphqlComments } from "../../../adapters/github/graphql-comments.js";
import { AnswerObserver } from "../../../adapters/github/observer.js";
import { RestComments } from "../../../adapters/github/rest-comments.js";
import { ResultsBoard } from "../../../adapters/github/results-board.js";
import { RestRuns } from "../../../adapters/github/runs.js";
import type { RuntimeScope } from "../../../emulator/token-scope.js";
import type { Clock } from "../../../ports/clock.js";
import type { HttpClient } from "../../../ports/http.js";
import type { Log } from "../../../ports/log.js";
import type { Random } from "../../../ports/random.js";
import type { PublishPorts } from "../../../publish/ports.js";
import { commentMarker } from "../../../render/comment.js";
import { requestTimeoutMs, worldOrigin } from "../../publish-world.js";
import { type ProcessPlace, simPullNumber } from "./scene.js";

/** The repository of all stories. */
export const simRepository = { owner: "octo", name: "demo" } as const;

/** What is a process's own. */
export interface HttpProcess {
  readonly place: ProcessPlace;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly token: string;
  /** Its job's storage; undefined without a board. */
  readonly storage: (RuntimeScope & { readonly runtimeToken: string }) | undefined;
}

/** The production clients. */
export function clientPorts(process: HttpProcess): PublishPorts {
  const { place, http, clock, random, log, token, storage } = process;
  const observer = new AnswerObserver(clock);
  const timeoutMs = requestTimeoutMs;
  const api = new GitHubApi({
    apiUrl: worldOrigin,
    graphqlUrl: `${worldOrigin}/graphql`,
    http,
    token: { current: () => token, renew: async () => await Promise.resolve(false) },
    observer,
    userAgent: "rollcall/sim",
    timeoutMs,
  });
  const marker = commentMarker(place.lane, simPullNumber);
  const where = { ...simRepository, pullNumber: simPullNumber, marker };
  const rest = new RestComments(api, observer, where);
  const graphql = new GraphqlComments(api, observer, where);
  const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  const resultsUrl = `${worldOrigin}/`;
  return {
    comments: place.comments === "rest" ? rest : new FallbackComments(graphql, rest, log),
    clock,
    random,
    serverTime: observer,
    log,
    runs: new RestRuns(api, { ...where, http, timeoutMs, log }),
    ...(storage === undefined
      ? {}
      : { board: new ResultsBoard({ resultsUrl, ...storage, http, observer, timeoutMs, sha256 }) }),
  };
}
