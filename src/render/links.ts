/** Where does a row lead to? (Fact sheet 2.5: links of the task, the job's page, the check.) */
import type { Entry } from "../model/entry.js";
import { nameCharsMax } from "../model/limits.js";
import { cleanClip, inlineText } from "./escape.js";
import { hostOf, linkTarget } from "./url.js";

/** So many links of a task's own are shown in its row; the rest is counted. */
const linksShownMax = 8;

/** A CI host as its links show it. */
interface CiHost {
  readonly icon: string;
  readonly label: string;
}

const gitHubActions: CiHost = { icon: "🐙", label: "GitHub Actions" };

const ciHosts: readonly (readonly [domain: string, host: CiHost])[] = [
  ["buildkite.com", { icon: "🏗", label: "Buildkite" }],
  ["circleci.com", { icon: "⭕", label: "CircleCI" }],
  ["gitlab.com", { icon: "🦊", label: "GitLab CI" }],
];

/** The row's links, each as Markdown, in their fixed order. */
export function rowLinks(entry: Entry): readonly string[] {
  const own = entry.links ?? [];
  const links = own.slice(0, linksShownMax).map(({ label, url }) => link("🔗", label, url));
  if (own.length > linksShownMax) links.push(`+ ${own.length - linksShownMax} more links`);
  links.push(jobLink(entry), link("☑️", "Check", entry.checkUrl));
  return links.filter((text) => text !== "");
}

/** The link to the job's page alone; empty without one. */
export function jobLink(entry: Entry): string {
  if (entry.jobUrl === undefined) return "";
  const host = ciHostOf(entry.jobUrl);
  return link(host.icon, host.label, entry.jobUrl);
}

/** The CI host of an address: by its domain, with GitHub as what is not known. */
function ciHostOf(url: string): CiHost {
  const name = hostOf(url);
  const known = ciHosts.find(([domain]) => name === domain || name.endsWith(`.${domain}`));
  if (known !== undefined) return known[1];
  return /^gitlab\./.test(name) ? { icon: "🦊", label: "GitLab CI" } : gitHubActions;
}

/** An address that must not be linked leaves its label, so that its absence can be seen. */
function link(icon: string, label: string, url: string | undefined): string {
  if (url === undefined || url === "") return "";
  const text = inlineText(cleanClip(label, nameCharsMax)) || "link";
  const target = linkTarget(url);
  return target === undefined
    ? `${icon} ${text} (no valid address)`
    : `${icon} [${text}](${target})`;
}
