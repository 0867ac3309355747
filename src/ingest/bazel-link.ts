/** Where is an invocation's page of results? (Fact sheet 2.5.) */
import type { Link } from "../model/entry.js";
import { urlCharsMax } from "../model/limits.js";
import type { BazelInvocation } from "./bazel-invocation.js";
import { looksSecret } from "./bazel-kept-options.js";

/** The link, if Bazel was told where results are shown; only to an address without anything secret. */
export function resultsLink({ resultsUrl, invocationId }: BazelInvocation): Link | undefined {
  if (resultsUrl === undefined || !/^[\w-]{1,80}$/.test(invocationId)) return undefined;
  if (!/^https:\/\/[^\s/@?#]+(?:\/[^\s]*)?$/.test(resultsUrl)) return undefined;
  if (looksSecret(resultsUrl.split("?")[1] ?? "")) return undefined;
  const url = `${resultsUrl.replace(/\/*$/, "")}/${invocationId}`;
  return url.length > urlCharsMax ? undefined : { label: "Results", url };
}
