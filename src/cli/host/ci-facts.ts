/** What can be known about where we run: the host, the run, the pull request, the ways to GitHub? */
import type { Lane } from "../../model/roster.js";
import type { BackendIds } from "./runtime-token.js";
import type { Problem } from "../input/problem.js";

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where we run. `laptop` is any machine that does not say that it is a CI host. */
export type CiHost = "github" | "buildkite" | "circleci" | "gitlab" | "jenkins" | "laptop";

/** A repository on GitHub. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** The run that this process belongs to. */
export interface CiRun {
  /** Decimal digits on GitHub; may be anything elsewhere. Empty when unknown. */
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  /** The workflow's path (or what stands for it elsewhere). Empty when unknown. */
  readonly workflow: string;
  readonly event: string;
  /** The workflow's display name, if known. */
  readonly name: string | undefined;
}

/** The run whose end started a `workflow_run` workflow: what `rollcall sync` is to publish. */
export interface TriggeringRun {
  readonly id: string;
  readonly attempt: number;
  readonly workflow: string;
  readonly event: string;
  readonly name: string | undefined;
  readonly headSha: string | undefined;
  readonly headBranch: string | undefined;
  /** `owner/name` of the repository that the head is in: a fork's, perhaps. */
  readonly headRepository: string | undefined;
  /** The pull requests of this repository with that head; GitHub leaves it empty for forks. */
  readonly pulls: readonly number[];
  readonly status: string | undefined;
  readonly conclusion: string | undefined;
}

/** Why a token of GitHub Actions is known to be read-only. */
export type ReadOnlyReason = "fork" | "dependabot";

/** Everything that the CI host says. */
export interface CiContext {
  readonly host: CiHost;
  readonly repository: RepositoryName | undefined;
  readonly pull: number | undefined;
  /** The pull request's head commit; never `GITHUB_SHA` of a pull_request event, a merge commit. */
  readonly head: string | undefined;
  readonly lane: Lane;
  readonly run: CiRun;
  /** The job's id in the workflow file; empty when unknown. */
  readonly job: string;
  /** The matrix leg in canonical form, or a guessed one (`model/leg.ts`). */
  readonly leg: string;
  /** The job's own page, or the run's. */
  readonly jobUrl: string | undefined;
  readonly runUrl: string | undefined;
  /** Without a trailing slash, like all addresses here. */
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** The results service and the token for it; both are needed for a board. */
  readonly resultsUrl: string | undefined;
  readonly runtimeToken: string | undefined;
  readonly backendIds: BackendIds | undefined;
  /** The API token and the variable that it came from. Never to be printed. */
  readonly token: string | undefined;
  readonly tokenFrom: string | undefined;
  readonly readOnly: ReadOnlyReason | undefined;
  readonly stepSummaryPath: string | undefined;
  /** Only for `workflow_run`. */
  readonly triggeringRun: TriggeringRun | undefined;
  /** A sentence on why there is no pull request here, when that is as it should be. */
  readonly noPull: string | undefined;
  readonly problems: readonly Problem[];
}
