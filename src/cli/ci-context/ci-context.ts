/**
 * What does the CI host say about the pull request, the commit, the run and the job?
 *
 * Pure: the environment and the event file's content come in as arguments. Nothing is guessed: what
 * the host does not say stays undefined, with a problem that says what to do about it. What the user
 * says instead (flags, `ROLLCALL_*`, the config file) is the business of `settings.ts`.
 */
import type { Problem } from "../input/problem.js";
import type { CiContext, Environment } from "../host/ci-facts.js";
import { detectGitHub } from "./github.js";
import {
  detectBuildkite,
  detectCircle,
  detectGitLab,
  detectJenkins,
  detectLaptop,
} from "./hosts.js";

/**
 * Reads the environment of any CI host.
 *
 * @param event the event file's parsed JSON (`event-payload.ts`), undefined when there is none.
 * @param eventProblem why the event file could not be read, if it could not.
 */
export function detectCi(env: Environment, event: unknown, eventProblem?: Problem): CiContext {
  if (env["GITHUB_ACTIONS"] === "true") return detectGitHub(env, event, eventProblem);
  if (env["BUILDKITE"] === "true") return detectBuildkite(env);
  if (env["CIRCLECI"] === "true") return detectCircle(env);
  if (env["GITLAB_CI"] === "true") return detectGitLab(env);
  if (isSet(env["JENKINS_URL"])) return detectJenkins(env);
  return detectLaptop(env);
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}
