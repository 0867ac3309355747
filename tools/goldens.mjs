// Are the golden comments up to date?
//
//   node tools/goldens.mjs               rewrites those that are not and shows what changed
//   node tools/goldens.mjs --check       only shows, and exits with 1 if anything would change
//   node tools/goldens.mjs --out FOLDER  writes all comments there, for testdata/goldens.bzl to compare
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const snapshots = resolve("testdata", "snapshots");

async function main() {
  const { check: checkOnly = false, out } = parseArgs({
    options: { check: { type: "boolean" }, out: { type: "string" } },
  }).values;
  const scratch = mkdtempSync(join(tmpdir(), "rollcall-goldens-"));
  try {
    const renderScenario = await bundleRenderer(scratch);
    const scenarios = readdirSync(snapshots, { withFileTypes: true })
      .filter((item) => item.isDirectory())
      .map((item) => item.name)
      .sort();
    if (out !== undefined) {
      writeAll(scenarios, renderScenario, out);
      return 0;
    }
    const changed = scenarios.filter((name) => refresh(name, renderScenario, checkOnly, scratch));
    const verb = checkOnly ? "out of date" : "rewritten";
    console.log(`goldens: ${scenarios.length} scenarios, ${changed.length} ${verb}`);
    return checkOnly && changed.length > 0 ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The renderer is TypeScript: one bundle in a scratch folder makes it callable from here. */
async function bundleRenderer(scratch) {
  const outfile = join(scratch, "renderer.mjs");
  await build({
    // Without an extension: Bazel has it compiled.
    entryPoints: [resolve("src", "testing", "golden-roster")],
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "node20",
    outfile,
    logLevel: "error",
  });
  const { renderScenario } = await import(pathToFileURL(outfile).href);
  return renderScenario;
}

function writeAll(scenarios, renderScenario, out) {
  mkdirSync(out, { recursive: true });
  for (const name of scenarios)
    writeFileSync(join(out, `${name}.md`), render(name, renderScenario));
}

function render(name, renderScenario) {
  const folder = join(snapshots, name);
  const context = join(folder, "context.json");
  return renderScenario(
    readFileSync(join(folder, "roster.json"), "utf8"),
    existsSync(context) ? readFileSync(context, "utf8") : undefined,
  );
}

/** Renders one scenario; true if its golden was not what was rendered. */
function refresh(name, renderScenario, checkOnly, scratch) {
  const golden = join(snapshots, name, "comment.md");
  const rendered = render(name, renderScenario);
  const isNew = !existsSync(golden);
  if (!isNew && readFileSync(golden, "utf8") === rendered) return false;
  showDifference(name, isNew ? "/dev/null" : golden, rendered, scratch);
  if (!checkOnly) writeFileSync(golden, rendered);
  return true;
}

function showDifference(name, before, rendered, scratch) {
  const after = join(scratch, "comment.md");
  writeFileSync(after, rendered);
  const labels = ["--label", `${name}/comment.md`, "--label", `${name}/comment.md (rendered)`];
  const diff = spawnSync("diff", ["-u", ...labels, before, after], { encoding: "utf8" });
  console.log(diff.error === undefined ? diff.stdout : `${name}/comment.md differs:\n${rendered}`);
}

process.exitCode = await main();
