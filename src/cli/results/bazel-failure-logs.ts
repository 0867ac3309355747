/** Which lines of Bazel's logs say why something failed? (Fact sheet 8.4.) */
import type { BazelFailure } from "../../ingest/bazel-failures.js";
import { failureInXml } from "../../ingest/bazel-test-xml.js";
import { type Excerpt, type LogPieces, excerptOf } from "../../ingest/excerpt.js";
import type { Snippet } from "../../model/entry.js";
import { nameCharsMax } from "../../model/limits.js";
import { readLogFile } from "./bazel-log-file.js";

/** A snippet for each failure; `mayGoOn` is asked before each, so that a slow disk cannot delay a verdict. */
export async function readFailures(
  failures: readonly BazelFailure[],
  mayGoOn: () => boolean,
): Promise<readonly Snippet[]> {
  const snippets: Snippet[] = [];
  for (const failure of failures) {
    const excerpt = mayGoOn() ? await excerptFor(failure) : undefined;
    const { label, kind, bucket, durationMs } = failure;
    snippets.push({
      label: label.slice(0, nameCharsMax),
      ...(kind === undefined ? {} : { kind }),
      bucket,
      text: excerpt?.text ?? "",
      ...(excerpt?.truncatedHead === true ? { truncatedHead: true } : {}),
      ...(excerpt?.truncatedTail === true ? { truncatedTail: true } : {}),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
  }
  return snippets;
}

async function excerptFor({ text, files }: BazelFailure): Promise<Excerpt | undefined> {
  if (text !== undefined) return excerptOf({ head: text });
  for (const uri of files) {
    const pieces = await readLogFile(uri);
    if (pieces === undefined) continue;
    const isXml = uri.endsWith(".xml");
    const excerpt = isXml ? failureInXml(pieces.head) : excerptOf(withoutHeading(pieces));
    if (excerpt !== undefined) return excerpt;
  }
  return undefined;
}

/** Bazel begins each test's log with three lines of its own. */
const heading =
  /^exec \$\{PAGER:-\/usr\/bin\/less\} "\$0" \|\| exit 1\r?\nExecuting tests from [^\n]*\n-+\r?\n/;

function withoutHeading({ head, tail }: LogPieces): LogPieces {
  return { head: head.replace(heading, ""), ...(tail === undefined ? {} : { tail }) };
}
