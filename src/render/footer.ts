/** What stands below the line: the time of this update, the budget, the program, its notices? (2.8.) */
import { formatUtc } from "../base/civil-date.js";
import { noteCharsMax } from "../model/limits.js";
import { formatCount, formatCountdown } from "./amounts.js";
import { cleanClip, inlineText } from "./escape.js";

/** How much of the API budget is used, as the footer tells it. */
export interface QuotaUse {
  readonly used: number;
  readonly limit: number;
  /** Until the budget is full again; left out when unknown. */
  readonly resetsInMs?: number;
  /** How many times slower than configured updates are published. */
  readonly throttleFactor?: number;
  /** True when only verdicts are published. */
  readonly terminalOnly?: boolean;
}

/** What the footer is made of. */
export interface FooterFacts {
  readonly nowMs?: number | undefined;
  readonly quota?: QuotaUse | undefined;
  readonly programVersion: string;
  readonly notices?: readonly string[] | undefined;
}

const noticesShownMax = 5;

/** The footer. Without `volatile` only what does not change by itself, nor with who renders it. */
export function footer(facts: FooterFacts, volatile: boolean): string {
  const date = facts.nowMs === undefined ? "" : formatUtc(facts.nowMs);
  const update = [
    ...(date === "" ? [] : [`⏱ Last updated ${date}`]),
    ...(facts.quota === undefined ? [] : [quotaText(facts.quota)]),
  ].filter((part) => part !== "");
  const version = volatile ? inlineText(facts.programVersion) : "";
  const lines = [
    ...(volatile && update.length > 0 ? [update.join(" · ")] : []),
    `📋 Rollcall${version === "" ? "" : ` v${version}`}`,
    ...noticeLines(facts.notices ?? []),
  ];
  return lines.map((line) => `<sub>${line}</sub>`).join("<br>\n");
}

/** `📊 GitHub API quota 800/5,000 (16% used, resets in 42m, throttle 6×)`; empty without a limit. */
export function quotaText(quota: QuotaUse): string {
  if (!(quota.limit > 0)) return "";
  const used = Math.max(0, quota.used);
  const percent = Math.floor((used * 100) / quota.limit + 0.5);
  const details = [`${percent}% used`];
  if (quota.resetsInMs !== undefined)
    details.push(`resets in ${formatCountdown(quota.resetsInMs)}`);
  const factor = Math.floor((quota.throttleFactor ?? 1) + 0.5);
  if (quota.terminalOnly === true) details.push("throttle terminal-only");
  else if (factor > 1) details.push(`throttle ${factor}×`);
  const amounts = `${formatCount(used)}/${formatCount(quota.limit)}`;
  return `📊 GitHub API quota ${amounts} (${details.join(", ")})`;
}

function noticeLines(notices: readonly string[]): readonly string[] {
  return notices
    .map((notice) => inlineText(cleanClip(notice, noteCharsMax)))
    .filter((notice) => notice !== "")
    .slice(0, noticesShownMax)
    .map((notice) => `ℹ️ ${notice}`);
}
