/**
 * Which addresses may a row lead to?
 *
 * `https:` only, but where GitHub itself is reached over `http:`. The job's and the check's page of a row of GitHub Actions
 * are the server's own; other CI hosts' are at any address, since nobody knows theirs. A task's own links may lead anywhere.
 */
import type { Entry } from "../model/entry.js";

/** What the configured server makes of it; the same for all who write one comment. */
export interface LinkRules {
  /** Host names, with ports, in lower case. */
  readonly pageHosts: readonly string[];
  readonly allowsHttp: boolean;
}

/** The fields of an entry that lead somewhere, and whose they are. */
export type LinkedFields = Partial<
  Pick<Entry, "workflow" | "task" | "jobUrl" | "checkUrl" | "links">
>;

/** Without what must not be there, and a line for each. */
export interface AllowedLinks<Fields> {
  /** The very same ones if nothing was dropped. */
  readonly fields: Fields;
  readonly dropped: readonly string[];
}

/** The rules for a server: `https://github.com` and its API's `https://api.github.com`. */
export function linkRulesOf(serverUrl: string, apiUrl: string): LinkRules {
  const apiHost = hostOf(apiUrl) ?? "";
  const hosts = [hostOf(serverUrl), apiHost.replace(/^api\./, "")];
  return {
    pageHosts: [...new Set(hosts.filter((host) => host !== undefined && host !== ""))] as string[],
    allowsHttp: /^http:/i.test(apiUrl),
  };
}

/** Leaves out what the rules forbid, field by field. */
export function allowedLinks<Fields extends LinkedFields>(
  fields: Fields,
  rules: LinkRules,
): AllowedLinks<Fields> {
  const { jobUrl, checkUrl, links } = fields;
  if (jobUrl === undefined && checkUrl === undefined && links === undefined) {
    return { fields, dropped: [] };
  }
  const isActions = fields.workflow?.startsWith(workflowFolder) === true;
  const kept: { jobUrl?: string; checkUrl?: string; links?: Entry["links"] } = {};
  const dropped: string[] = [];
  const drop = (field: string, expected: string, url: string): void => {
    dropped.push(`${field}: expected ${expected}, found ${shortened(url)}; left out`);
  };
  for (const field of ["jobUrl", "checkUrl"] as const) {
    const url = fields[field];
    if (url === undefined) continue;
    if (isAllowed(url, rules, isActions)) kept[field] = url;
    else drop(field, isActions ? `a page of ${rules.pageHosts.join(" or ")}` : "https:", url);
  }
  const good = links?.filter(({ url }, index) => {
    const isGood = isAllowed(url, rules, false);
    if (!isGood) drop(`links[${index}]`, "https:", url);
    return isGood;
  });
  if (dropped.length === 0) return { fields, dropped };
  const rest = Object.fromEntries(Object.entries(fields).filter(([key]) => !linked.includes(key)));
  const left = good === undefined || good.length === 0 ? {} : { links: good };
  return { fields: { ...rest, ...kept, ...left } as Fields, dropped };
}

const linked: readonly string[] = ["jobUrl", "checkUrl", "links"];

/** Only rows of GitHub Actions name their workflow by its file. */
const workflowFolder = ".github/workflows/";

function isAllowed(url: string, { pageHosts, allowsHttp }: LinkRules, isPage: boolean): boolean {
  const host = hostOf(url);
  if (host === undefined || (!allowsHttp && !/^https:/i.test(url))) return false;
  return !isPage || pageHosts.includes(host);
}

/** With its port. Browsers take a backslash for a slash, and all before an `@` for a user. */
function hostOf(url: string): string | undefined {
  return /^https?:\/\/([^\s/?#\\@]+)(?:[/?#]|$)/i.exec(url)?.[1]?.toLowerCase();
}

function shortened(url: string): string {
  return JSON.stringify(url.length > 100 ? `${url.slice(0, 100)}…` : url);
}
