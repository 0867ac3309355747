/**
 * What do the readers of result files say of these bytes?
 *
 * Only for the tests and `tools/fuzz.mjs`, as `readers.ts`, whose lines it adds. What was found must fit into a row, and
 * nothing of a command line that was called a secret may be in it.
 */
import { parseEntryFields } from "../../codec/entry-json.js";
import { BazelBuild } from "../../ingest/bazel-build.js";
import { failuresOf } from "../../ingest/bazel-failures.js";
import { endedFindings } from "../../ingest/bazel-findings.js";
import { excerptOf } from "../../ingest/excerpt.js";
import type { Findings } from "../../ingest/findings.js";
import { junitFindings } from "../../ingest/junit-findings.js";
import { JUnitReader } from "../../ingest/junit-reader.js";
import { LineAssembler } from "../../ingest/lines.js";
import { OutputTail } from "../../ingest/output-tail.js";
import { sarifFindings } from "../../ingest/sarif-findings.js";
import { readSarif } from "../../ingest/sarif-reader.js";
import { XmlText } from "../../ingest/xml-text.js";
import { readFailures } from "../results/bazel-failure-logs.js";
import { readLogFile } from "../results/bazel-log-file.js";
import { UpdateLines } from "../run/update-lines.js";

/** In the corpus whatever must not be shown has this in it. */
const planted = "planted-secret";
/** Files come in pieces: a small one cuts tokens in the middle. */
const pieceBytes = 1_021;
const tailBytesMax = 16 * 1024;
/** Smaller than in truth, so that the corpus can be small. */
const lineBytesMax = 16 * 1024;

/** Build events: what is wrong, which logs are not read, what would be shown that could be forged. */
export async function readBuildEvents(bytes: Uint8Array): Promise<readonly string[]> {
  const problems: string[] = [];
  const build = new BazelBuild("test", (problem) => problems.push(problem));
  for (const piece of pieces(bytes)) build.push(piece);
  build.finish();
  const { invocation, attempt } = build;
  if (invocation === undefined) return [...problems, "no event in it"];
  const failures = failuresOf(invocation);
  for (const uri of failures.flatMap(({ files }) => files)) {
    if ((await readLogFile(uri)) === undefined) problems.push(`not read: ${shown(uri)}`);
  }
  const snippets = await readFailures(failures, () => true);
  const typed = { program: ["bazel"], options: invocation.explicitOptions };
  const found = endedFindings(invocation, { exitCode: undefined, typed, snippets, attempt });
  for (const { command } of found.reproduce ?? []) problems.push(`command: ${shown(command)}`);
  for (const { url } of found.links ?? []) problems.push(`link: ${shown(url)}`);
  return [...problems, ...faultsOf(found)];
}

/** JUnit XML. */
export function readJUnit(bytes: Uint8Array): readonly string[] {
  const reader = new JUnitReader();
  const text = new XmlText();
  const isWanted = pieces(bytes).every((piece) => reader.push(text.push(piece)));
  if (isWanted) reader.push(text.finish());
  const report = reader.finish();
  const { problem, declaredFailed, failed } = report;
  const lines = problem === undefined ? [] : [problem];
  if (problem === undefined && declaredFailed > failed) {
    lines.push(`${declaredFailed} failures declared, ${failed} found`);
  }
  return [...lines, ...faultsOf(junitFindings([report]))];
}

/** SARIF. */
export function readSarifFile(bytes: Uint8Array): readonly string[] {
  const read = readSarif(new TextDecoder().decode(bytes));
  return read.ok ? faultsOf(sarifFindings([read.value], { kind: "lint" })) : [read.problem];
}

/** Lines of `ROLLCALL_UPDATES`. */
export function readUpdates(bytes: Uint8Array): readonly string[] {
  const lines = new LineAssembler(lineBytesMax);
  return new UpdateLines().take([...lines.push(bytes), ...lines.finish()]).problems;
}

/** A command's output: whatever is in it, what is shown of it is text that fits into a row. */
export function readOutput(bytes: Uint8Array): readonly string[] {
  const tail = new OutputTail(tailBytesMax);
  for (const piece of pieces(bytes)) tail.push(piece);
  const excerpt = excerptOf(tail.pieces());
  if (excerpt === undefined) return ["nothing to show"];
  const { text, hasError } = excerpt;
  const snippets = [{ label: "output", bucket: "test", text } as const];
  const said = hasError ? [] : ["no line of it looks like an error"];
  return [...said, ...controlsIn(text), ...faultsOf({ snippets })];
}

/** What of the findings would be cut, left out, or must not be there: none, whatever the file. */
function faultsOf(findings: Findings): readonly string[] {
  const { problems } = parseEntryFields(findings, { unknownFields: "named" });
  const isShown = JSON.stringify(findings).includes(planted);
  return [...problems, ...(isShown ? ["shows what was planted as a secret"] : [])];
}

function controlsIn(text: string): readonly string[] {
  const [found] = /[^\P{Cc}\n\t]/u.exec(text) ?? [];
  return found === undefined ? [] : [`shows the control ${JSON.stringify(found)}`];
}

function pieces(bytes: Uint8Array): readonly Uint8Array[] {
  const count = Math.ceil(bytes.length / pieceBytes);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
