/** Do the files and the output that real tools wrote become the rows and comments that a reader wants? */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readText } from "../../adapters/node/files.js";
import type { Findings } from "../../ingest/findings.js";
import { OutputTail } from "../../ingest/output-tail.js";
import { commentOf } from "../../testing/bazel-streams.js";
import type { Host } from "../host/host.js";
import { outputSnippet } from "./output-snippet.js";
import { readResults } from "./results.js";

/** Stands for where all tools ran; they write it as the place of files, which is the test's own then. */
const checkout = "{checkout}";

interface Recording {
  readonly name: string;
  readonly folder: string;
  readonly kind: string;
}

const kinds: Readonly<Record<string, string>> = {
  codeql: "security scan",
  eslint: "lint",
  markdownlint: "lint",
  "rules-lint": "lint",
};

const recordings = ["recorded", "written"].flatMap((how) => {
  const base = join("testdata", "results", how);
  return readdirSync(base).map((name): Recording => {
    return { name: `${how}/${name}`, folder: resolve(base, name), kind: kinds[name] ?? "test" };
  });
});

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "rollcall-recorded-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const host = { readText } as Host;

/** The files as they would lie in a checkout that is this folder. */
function checkedOut(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const reports = names.filter((file) => /\.(?:xml|sarif)$/.test(file));
  for (const name of reports) {
    const text = readFileSync(join(folder, name), "utf8");
    mkdirSync(join(directory, dirname(name)), { recursive: true });
    writeFileSync(join(directory, name), text.replaceAll(checkout, resolve("")));
  }
  return reports;
}

function neutral(findings: Findings): Findings {
  const text = JSON.stringify(findings).replaceAll(resolve(""), checkout);
  return JSON.parse(text) as Findings;
}

async function expectGolden(
  { folder, kind }: Recording,
  findings: Findings,
  names: readonly [json: string, comment: string],
): Promise<void> {
  const json = `${JSON.stringify(findings, null, 2)}\n`;
  await expect(json).toMatchFileSnapshot(join(folder, names[0]));
  await expect(commentOf(kind, findings)).toMatchFileSnapshot(join(folder, names[1]));
}

describe.each(recordings)("$name", (recording) => {
  const { name, folder, kind } = recording;
  const files = readdirSync(folder);
  const isReported = files.some((file) => !/^output|\.(?:json|md)$/.test(file));

  test.runIf(isReported)("its files make this row and this comment", async () => {
    const names = checkedOut(folder);
    const globs = (end: string): readonly string[] =>
      names.some((file) => file.endsWith(end)) ? [directory] : [];
    const { findings, warnings } = await readResults(
      { junit: globs(".xml"), sarif: globs(".sarif") },
      host,
      { kind },
    );
    const told = warnings.map(({ what }) => what.replaceAll(directory, "DIR"));
    const found = told.length === 0 ? findings : { ...findings, warnings: told };
    await expectGolden(recording, neutral(found), ["findings.json", "comment.md"]);
  });

  test.runIf(files.includes("output.log"))("its output alone makes this snippet", async () => {
    const tail = new OutputTail();
    tail.push(readFileSync(join(folder, "output.log")));
    const command = ["npm", "run", name.replace(/^.*\//, "")] as const;
    const snippet = outputSnippet(tail, { command, kind }, (text) => text);
    expect(snippet).toBeDefined();
    const findings = { status: "failed", ...(snippet && { snippets: [snippet] }) } as const;
    await expectGolden(recording, findings, ["output.json", "output.md"]);
  });
});
