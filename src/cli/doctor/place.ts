/** What do the settings alone tell: the CI host, the run, the token's source? No network. */
import type { CiHost } from "../host/ci-facts.js";
import type { Settings } from "../settings/settings.js";
import type { Fact } from "./report.js";

const hostNames: Readonly<Record<CiHost, string>> = {
  github: "GitHub Actions",
  buildkite: "Buildkite",
  circleci: "CircleCI",
  gitlab: "GitLab",
  jenkins: "Jenkins",
  laptop: "no CI host",
};

/** Where we run. */
export function hostFact(settings: Settings): Fact {
  const { host, run, job } = settings;
  const parts = [
    hostNames[host],
    ...(run.event === "" || host === "laptop" ? [] : [`event ${run.event}`]),
    ...(run.id === "" ? [] : [`run ${run.id}, attempt ${run.attempt}`]),
    ...(job === "" ? [] : [`job ${job}`]),
  ];
  const value = { host, event: run.event, runId: run.id, attempt: run.attempt, job };
  return { topic: "CI", standing: "ok", text: parts.join("; "), value };
}

/** The name of what the token came from; undefined if there is none. */
export function tokenSource({ origins }: Settings): string | undefined {
  return (origins.tokenFile ?? origins.tokenCommand ?? origins.token)?.name;
}

/** True if the token is the job's own, as far as its variable tells. */
export function isJobToken(settings: Settings): boolean {
  const source = tokenSource(settings);
  return settings.host === "github" && (source === "GITHUB_TOKEN" || source === "GH_TOKEN");
}

/** True on an Enterprise Server: neither github.com nor one of its data residencies. */
export function isEnterpriseServer({ apiUrl }: Pick<Settings, "apiUrl">): boolean {
  const { hostname, pathname } = new URL(apiUrl);
  return pathname.replace(/\/+$/, "").endsWith("/api/v3") && !hostname.endsWith(".ghe.com");
}
