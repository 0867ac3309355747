/** How do the answers of the probes read, one line each? */
import { minuteMs, secondMs } from "../../base/time.js";
import type { RollcallError } from "../../model/errors.js";
import { formatDuration } from "../input/duration-text.js";
import type { Settings } from "../settings/settings.js";
import { isEnterpriseServer } from "./place.js";
import type { Budget, CommentFacts, Probed, RepositoryFacts, WriteAccess } from "./probe-api.js";
import type { Fact } from "./report.js";

/** A question that got no answer: a sentence, never a failure of the doctor's. */
export function unanswered(topic: Fact["topic"], error: RollcallError): Fact {
  return { topic, standing: "unknown", text: error.message };
}

export function repositoryFact(settings: Settings, asked: Probed<RepositoryFacts>): Fact {
  const { repository, apiUrl } = settings;
  const name = repository === undefined ? "unknown" : `${repository.owner}/${repository.name}`;
  const where = `${name} at ${apiUrl}`;
  if (asked.kind === "failed") {
    return { topic: "repository", standing: "unknown", text: `${where}: ${asked.error.message}` };
  }
  const { archived, hasIssues, isPrivate } = asked.value;
  const value = { name, apiUrl, archived, hasIssues, private: isPrivate };
  const kind = isPrivate ? "private" : "public";
  if (archived) {
    const text = `${where} is archived: nobody can write to it until it is unarchived`;
    return { topic: "repository", standing: "missing", text, value };
  }
  const issues = hasIssues ? "" : "; its issues are off, which pull requests do not mind";
  return { topic: "repository", standing: "ok", text: `${where}, ${kind}${issues}`, value };
}

export function pullFact(settings: Settings, number: number, { pull }: CommentFacts): Fact {
  const { open, locked, head } = pull;
  const value = { number, open, locked, head, ownHead: settings.head };
  const state = [open ? "open" : "closed", ...(locked ? ["locked"] : [])].join(", ");
  const what = `#${number}, ${state}, head ${head.slice(0, 7)}`;
  const own = settings.head;
  if (settings.lane === "pull-request" && own !== undefined && own !== head) {
    const text = `${what}; this run is of ${own.slice(0, 7)}, an older push, whose rows are left out`;
    return { topic: "pull request", standing: "note", text, value };
  }
  const closed = open ? "" : "; its comment is still kept up to date";
  return { topic: "pull request", standing: "ok", text: `${what}${closed}`, value };
}

export function tokenFact(source: string, facts: CommentFacts, author: string | undefined): Fact {
  const { login, way, whyRest } = facts;
  const value = { source, login, way };
  const told = login === undefined ? "of nobody knows whom" : `of ${login}`;
  const others =
    author !== undefined && way === "GraphQL"
      ? `; the comments of ${author} count as ours (--author)`
      : "";
  const text = `${source}, ${told}, by ${way}${others}`;
  if (whyRest === undefined) return { topic: "token", standing: "ok", text, value };
  return { topic: "token", standing: "note", text: `${text} (${whyRest})`, value };
}

export function writeFact(access: WriteAccess, words: string, facts: CommentFacts): Fact {
  const { commentId } = facts;
  const which = commentId === undefined ? "there is none yet" : `number ${commentId} is there`;
  const value = { access, id: commentId };
  switch (access) {
    case "allowed":
      return { topic: "comment", standing: "ok", text: `may be written; ${which}`, value };
    case "no-permission":
    case "locked":
    case "archived":
      return { topic: "comment", standing: "missing", text: `cannot be written (${words})`, value };
    case "unknown":
      return {
        topic: "comment",
        standing: "unknown",
        text: `no sure answer on whether it may be written: ${words}`,
        value,
      };
  }
}

export function historyFact({ way, hasHistory }: CommentFacts): Fact {
  const topic = "history";
  if (way === "REST") {
    const text = "the edit history is out of REST's reach; writes are looked at again instead";
    return { topic, standing: "note", text };
  }
  if (hasHistory === undefined) {
    return { topic, standing: "note", text: "told by the comment, once there is one" };
  }
  return hasHistory
    ? { topic, standing: "ok", text: "the comment's edit history can be read" }
    : {
        topic,
        standing: "note",
        text: "the comment has no edit history; writes are looked at again instead",
      };
}

export function runsFact(mayRead: boolean): Fact {
  return mayRead
    ? { topic: "runs", standing: "ok", text: "other runs' ends and boards can be read" }
    : {
        topic: "runs",
        standing: "missing",
        text: "other runs cannot be seen: rows of killed jobs stay unfinished (permission actions: read)",
      };
}

/** Why there is no board, or how many items lie on it. */
export function boardFact(settings: Settings, asked: Probed<number> | undefined): Fact {
  const topic = "board";
  if (asked?.kind === "known") {
    const items = `${asked.value} item${asked.value === 1 ? "" : "s"} on it`;
    const text = `the run's tasks can leave their entries for each other; ${items}`;
    return { topic, standing: "ok", text, value: { items: asked.value } };
  }
  if (asked !== undefined) return { ...unanswered(topic, asked.error), standing: "missing" };
  if (settings.host !== "github") {
    const text = "only jobs of GitHub Actions have one; the comment alone does";
    return { topic, standing: "note", text };
  }
  if (isEnterpriseServer(settings) && settings.resultsUrl === undefined) {
    const text = "Enterprise Server has no results service for it; the comment alone does";
    return { topic, standing: "note", text };
  }
  const text =
    settings.runtimeToken === undefined
      ? "no runtime token in ACTIONS_RUNTIME_TOKEN; every task has to publish for itself"
      : "no address in ACTIONS_RESULTS_URL; every task has to publish for itself";
  return { topic, standing: "missing", text };
}

export function quotaFact(
  asked: Probed<{ readonly rest: Budget; readonly graphql: Budget } | undefined>,
  nowMs: number,
): Fact {
  const topic = "quota";
  if (asked.kind === "failed") return unanswered(topic, asked.error);
  const value = asked.value;
  if (value === undefined) {
    return { topic, standing: "note", text: "this server has no rate limits", value };
  }
  const { rest, graphql } = value;
  const back = ({ resetAtMs }: Budget): string =>
    ` (all in ${formatDuration(Math.max(minuteMs, Math.ceil((resetAtMs - nowMs) / minuteMs) * minuteMs))})`;
  const text = `REST ${amount(rest)} requests left${back(rest)}, GraphQL ${amount(graphql)} points${back(graphql)}`;
  // Live updates slow down long before (protocol/quota-throttle.ts); verdicts are never held back.
  const scarce = [rest, graphql].some(({ remaining, limit }) => remaining * 5 < limit);
  return { topic, standing: scarce ? "note" : "ok", text, value };
}

function amount({ remaining, limit }: Budget): string {
  return `${remaining} of ${limit}`;
}

export function clockFact(aheadMs: number | undefined): Fact {
  const topic = "clock";
  if (aheadMs === undefined) return { topic, standing: "unknown", text: "no answer told the time" };
  const value = { aheadMs: Math.round(aheadMs) };
  // GitHub's answers tell whole seconds.
  if (Math.abs(aheadMs) < 2 * secondMs) {
    return { topic, standing: "ok", text: "within two seconds of GitHub's", value };
  }
  const off = formatDuration(Math.round(Math.abs(aheadMs) / secondMs) * secondMs);
  const text = `${off} ${aheadMs > 0 ? "ahead of" : "behind"} GitHub's; all times are taken from GitHub's`;
  return { topic, standing: "note", text, value };
}
