// How does the program become one file?
//
//   node tools/bundle.mjs [--quiet] [--out FILE]
//
// The same inputs give the same bytes. BUILD.bazel calls this script too, so both ways agree.
import { chmod, mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values } = parseArgs({
  options: {
    quiet: { type: "boolean", default: false },
    out: { type: "string", default: "dist/rollcall.mjs" },
    entry: { type: "string", default: "src/cli/main.ts" },
  },
});

const { version } = JSON.parse(await readFile("package.json", "utf8"));
await mkdir(dirname(values.out), { recursive: true });
await build({
  entryPoints: [values.entry],
  outfile: values.out,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  minify: true,
  // Names in messages (error.name) must survive minification.
  keepNames: false,
  charset: "utf8",
  legalComments: "none",
  define: { __ROLLCALL_VERSION__: JSON.stringify(version) },
  banner: {
    // commander and its kin are CommonJS and ask for `require`.
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
await chmod(values.out, 0o755);
if (!values.quiet) {
  const { size } = await stat(values.out);
  console.log(`${values.out}: ${Math.round(size / 1024)} KB`);
}
