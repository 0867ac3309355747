// How does the program become one file?
//
//   node tools/bundle.mjs [--quiet] [--out FOLDER]
//
// Into dist/, if no other folder is named:
//   rollcall.cjs             the program; what only some commands need stands in comments (tools/chunks.mjs). No ES
//                            module: before one Node loads a quarter of its own start more
//   executable.cjs           the same in one piece, for tools/executable.mjs
//   THIRD-PARTY-LICENSES.md  the licenses of what is in both, which end with them, too
//
// The same inputs give the same bytes. BUILD.bazel calls this script too, so both ways agree.
import { Buffer } from "node:buffer";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { ascii, bundleInChunks, urlOfCommonJs } from "./chunks.mjs";
import { licensesOf } from "./licenses.mjs";

const { quiet, out, entry } = parseArgs({
  options: {
    quiet: { type: "boolean", default: false },
    out: { type: "string", default: "dist" },
    entry: { type: "string", default: "src/cli/main.ts" },
  },
}).values;
const { version, license } = JSON.parse(await readFile("package.json", "utf8"));

const options = {
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  // Names in messages (error.name) must survive minification.
  keepNames: false,
  charset: "ascii",
  // Whole texts follow at the end, of packages without such comments as well.
  legalComments: "none",
  metafile: true,
  write: false,
  logLevel: "warning",
};
const defined = (isExecutable) => ({
  __ROLLCALL_VERSION__: JSON.stringify(version),
  __ROLLCALL_IS_EXECUTABLE__: String(isExecutable),
});

const [program, executable] = await Promise.all([
  bundleInChunks(entry, { ...options, define: defined(false) }),
  // Without chunks: an executable has no file to read them from, and its Node is in its way already.
  build({
    ...options,
    entryPoints: [entry],
    format: "cjs",
    define: { ...defined(true), ...urlOfCommonJs },
  }),
]);
const licenses = await licensesOf(program.inputs);

await mkdir(out, { recursive: true });
await write("rollcall.cjs", withLicenses(program.text), 0o755);
await write("executable.cjs", withLicenses(executable.outputFiles[0].text), 0o644);
await write("THIRD-PARTY-LICENSES.md", licenses, 0o644);

/** At the end, where they cost the start nothing. */
function withLicenses(code) {
  const own = `Rollcall ${version} (${license})`;
  return ascii(`${code}/*\n${own}\n\n${licenses.replaceAll("*/", "* /")}*/\n`);
}

async function write(name, text, mode) {
  const path = join(out, name);
  await writeFile(path, text);
  await chmod(path, mode);
  if (!quiet) console.log(`${path}: ${Math.round(Buffer.byteLength(text) / 1024)} KB`);
}
