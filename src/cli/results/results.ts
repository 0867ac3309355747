/** What do the result files that the options name say? After the fact, unlike an observer. */
import type { Findings } from "../../ingest/findings.js";
import { joinFindings } from "../../ingest/join-findings.js";
import { junitFindings } from "../../ingest/junit-findings.js";
import type { JUnitReport } from "../../ingest/junit-report.js";
import { sarifFindings } from "../../ingest/sarif-findings.js";
import { readSarif } from "../../ingest/sarif-reader.js";
import type { SarifReport } from "../../ingest/sarif-report.js";
import { describeError } from "../../model/errors.js";
import { inputBytesMax } from "../../model/limits.js";
import { resolve } from "node:path";
import type { Host } from "../host/host.js";
import { outOfTime, readJUnitFile } from "./junit-file.js";
import { type ResultFile, filesOf, resultFilesMax } from "./result-files.js";
import { type Problem, shownValue } from "../input/problem.js";

/** Which files. */
export interface ResultFiles {
  /** Bazel's build event file (JSON). */
  readonly bepFile?: string;
  /** Globs of JUnit XML files. */
  readonly junit: readonly string[];
  /** Globs of SARIF files. */
  readonly sarif: readonly string[];
}

/** What they say. */
export interface ReadResults {
  readonly findings: Findings;
  /** Files that could not be used, in words; they never stop anything. */
  readonly warnings: readonly Problem[];
}

/** How they are read. */
export interface ReadResultsOptions {
  /** The kind of the task decides the words (`Bazel test complete ...`, `Lint failed ...`). */
  readonly kind: string;
  /** Files that are older are another command's: `run` gives its start, on this machine's clock. */
  readonly sinceMs?: number;
  /** The exit code of the command, if it is known: it decides the status. */
  readonly exitCode?: number;
  /** Asked before each piece of work; false when the time is up. Without it all is read. */
  readonly mayGoOn?: () => boolean;
}

/** Of all JUnit files together. */
const junitBytesMax = 1024 * 1024 * 1024;
/** File systems keep times less exactly than clocks. */
const clockGrainMs = 2_000;

/** Reads them all and joins what they say. */
export async function readResults(
  files: ResultFiles,
  host: Host,
  options: ReadResultsOptions,
): Promise<ReadResults> {
  const warnings: Problem[] = [];
  const found: Findings[] = [];
  if (files.bepFile !== undefined) {
    const { kind, exitCode } = options;
    const { readBazelFile } = await import("./bazel-file.js");
    const read = await readBazelFile(files.bepFile, host, {
      kind,
      ...(exitCode === undefined ? {} : { exitCode }),
    });
    found.push(read.findings);
    warnings.push(...read.warnings);
  }
  const junit = await listed("--junit", files.junit, ["*.xml"], options, warnings);
  if (junit.length > 0) found.push(await ofJUnit(junit, warnings, options));
  const sarif = await listed(
    "--sarif",
    files.sarif,
    ["*.sarif", "*.sarif.json"],
    options,
    warnings,
  );
  if (sarif.length > 0) found.push(await ofSarif(sarif, host, options, warnings));
  return { findings: judged(joinFindings(found), options.exitCode), warnings };
}

/** The files of the globs, each once; what cannot be used is told. */
async function listed(
  where: string,
  patterns: readonly string[],
  names: readonly string[],
  { sinceMs = -Infinity }: ReadResultsOptions,
  warnings: Problem[],
): Promise<readonly ResultFile[]> {
  const files = new Map<string, ResultFile>();
  for (const pattern of patterns) {
    let all: readonly ResultFile[];
    try {
      all = await filesOf(pattern, names);
    } catch (error) {
      warnings.push(notLookedFor(where, pattern, error));
      continue;
    }
    const fresh = all.filter(({ changedMs }) => changedMs >= sinceMs - clockGrainMs);
    if (fresh.length === 0) warnings.push(noFile(where, pattern, all.length));
    else if (fresh.length < all.length)
      warnings.push(olderFiles(where, pattern, all.length - fresh.length));
    for (const file of fresh) files.set(file.path, file);
  }
  if (files.size > resultFilesMax) warnings.push(tooMany(where));
  return [...files.values()].slice(0, resultFilesMax);
}

async function ofJUnit(
  files: readonly ResultFile[],
  warnings: Problem[],
  { mayGoOn }: ReadResultsOptions,
): Promise<Findings> {
  const reports: JUnitReport[] = [];
  let late = 0;
  let bytes = 0;
  for (const file of files) {
    bytes += file.bytes;
    if (bytes > junitBytesMax) {
      warnings.push(tooLarge(file.path));
      reports.push(unread);
      continue;
    }
    const report = await readJUnitFile(file.path, mayGoOn);
    reports.push(report);
    if (report.problem === outOfTime) {
      late += 1;
      continue;
    }
    const { problem, failed, declaredFailed } = report;
    if (problem !== undefined) warnings.push(faulty("--junit", file.path, "JUnit XML", problem));
    else if (declaredFailed > failed)
      warnings.push(contradiction(file.path, declaredFailed, failed));
  }
  if (late > 0) warnings.push(tooLate("--junit", late, files.length));
  return junitFindings(reports);
}

const unread: JUnitReport = {
  passed: 0,
  failed: 0,
  skipped: 0,
  flaky: 0,
  failures: [],
  declaredFailed: 0,
  problem: "too large",
};

async function ofSarif(
  files: readonly ResultFile[],
  host: Host,
  { kind, mayGoOn = () => true }: ReadResultsOptions,
  warnings: Problem[],
): Promise<Findings> {
  const reports: SarifReport[] = [];
  let late = 0;
  const rootPath = resolve("").replaceAll("\\", "/");
  for (const { path } of files) {
    if (!mayGoOn()) {
      late += 1;
      continue;
    }
    const text = await host.readText(path, inputBytesMax);
    const read = text.ok ? readSarif(text.value, { rootPath }) : undefined;
    if (read?.ok === true) {
      reports.push(read.value);
      continue;
    }
    const problem = read?.problem ?? (text.ok ? "" : text.problem.words);
    warnings.push(faulty("--sarif", path, "SARIF 2.1.0", problem));
  }
  if (late > 0) warnings.push(tooLate("--sarif", late, files.length));
  return sarifFindings(reports, { kind, brokenFiles: files.length - reports.length });
}

/** A command that ended well has not failed, whatever was found; one that failed has. */
function judged(findings: Findings, exitCode: number | undefined): Findings {
  const { status } = findings;
  if (exitCode === undefined || status === undefined || status === "aborted") return findings;
  if (exitCode !== 0) return { ...findings, status: "failed" };
  return { ...findings, status: status === "passed" ? "passed" : "warning" };
}

function noFile(where: string, pattern: string, older: number): Problem {
  return {
    what: `no file to read for ${shownValue(pattern)}`,
    where,
    expected: "files that the task has written",
    found: older === 0 ? "nothing" : `${older} older than the task`,
    todo: "correct the glob, and put it in quotes so that the shell leaves it alone",
  };
}

function notLookedFor(where: string, pattern: string, error: unknown): Problem {
  return {
    what: `the files of ${shownValue(pattern)} could not be looked for: ${describeError(error)}`,
    where,
    todo: "correct the glob",
  };
}

function olderFiles(where: string, pattern: string, older: number): Problem {
  return {
    what: `${older} files of ${shownValue(pattern)} are older than the task and left out`,
    where,
    todo: "nothing need be done",
    level: "info",
  };
}

function tooMany(where: string): Problem {
  return {
    what: "not all files are read",
    where,
    expected: `at most ${resultFilesMax} files`,
    found: "more",
    todo: "let the glob mean fewer",
  };
}

function tooLarge(path: string): Problem {
  return {
    what: `the file ${shownValue(path)} is left out`,
    where: "--junit",
    expected: `at most ${junitBytesMax} bytes in all`,
    found: "more",
    todo: "let the glob mean less",
  };
}

function tooLate(where: string, late: number, all: number): Problem {
  return {
    what: `${late} of ${all} files are left out, or read only in part`,
    where,
    expected: "files that can be read in the time for publishing",
    found: outOfTime,
    todo: "let the glob mean less, or let a step of its own report them",
  };
}

function contradiction(path: string, declared: number, failed: number): Problem {
  return {
    what: `the file ${shownValue(path)} contradicts itself`,
    where: "--junit",
    expected: `${declared} failed cases, as its suites say`,
    found: `${failed}`,
    todo: "look into the file",
  };
}

function faulty(where: string, path: string, expected: string, found: string): Problem {
  return {
    what: `the file ${shownValue(path)} cannot be used, or only to where it is faulty`,
    where,
    expected,
    found,
    todo: "let the tool write it again",
  };
}
