// Are the golden comments up to date? `node tools/goldens.mjs` rewrites those that are not and shows
// what changed; with `--check` it only shows, and exits with 1 if anything would change.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const snapshots = join(root, "testdata", "snapshots");

async function main() {
  const options = process.argv.slice(2);
  const unknown = options.find((option) => option !== "--check");
  if (unknown !== undefined) {
    console.error(`goldens: unknown option ${unknown}; usage: node tools/goldens.mjs [--check]`);
    return 2;
  }
  const checkOnly = options.includes("--check");
  const scratch = mkdtempSync(join(tmpdir(), "rollcall-goldens-"));
  try {
    const renderScenario = await bundleRenderer(scratch);
    const scenarios = readdirSync(snapshots, { withFileTypes: true })
      .filter((item) => item.isDirectory())
      .map((item) => item.name)
      .sort();
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
    entryPoints: [join(root, "src", "testing", "golden-roster.ts")],
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

/** Renders one scenario; true if its golden was not what was rendered. */
function refresh(name, renderScenario, checkOnly, scratch) {
  const folder = join(snapshots, name);
  const context = join(folder, "context.json");
  const golden = join(folder, "comment.md");
  const rendered = renderScenario(
    readFileSync(join(folder, "roster.json"), "utf8"),
    existsSync(context) ? readFileSync(context, "utf8") : undefined,
  );
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
