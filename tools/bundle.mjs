// How does the program become one file?
//
//   node tools/bundle.mjs [--quiet] [--out FOLDER]
//
// Into dist/, if no other folder is named:
//   rollcall.mjs             the program
//   rollcall.cjs             the same for tools/executable.mjs, since an executable holds no ES module
//   THIRD-PARTY-LICENSES.md  the licenses of what is in both, which end with them, too
//
// The same inputs give the same bytes. BUILD.bazel calls this script too, so both ways agree.
import { Buffer } from "node:buffer";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { licensesOf } from "./licenses.mjs";

const { quiet, out, entry } = parseArgs({
  options: {
    quiet: { type: "boolean", default: false },
    out: { type: "string", default: "dist" },
    entry: { type: "string", default: "src/cli/main.ts" },
  },
}).values;
const { version, license } = JSON.parse(await readFile("package.json", "utf8"));

/**
 * In an ES module all imports of Node's own modules stand at the top, and are loaded before the program
 * starts, whatever it is to do; this way each is loaded with the first of our modules that needs it.
 */
const lazyBuiltins = {
  name: "lazy builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:|[a-z])/ }, ({ path, namespace }) => {
      const name = path.replace(/^node:/, "");
      if (namespace === "builtin" || !builtinModules.includes(name)) return undefined;
      return { path: name, namespace: "builtin" };
    });
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      // Not a call that the bundler follows.
      contents: `module.exports = (0, require)("node:${path}");`,
      loader: "js",
    }));
  },
};

const [program, executable] = await Promise.all([
  bundled("esm", {
    // commander and its kin are CommonJS and ask for `require`.
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);',
  }),
  bundled("cjs", {}),
]);
const licenses = await licensesOf(program.inputs);

await mkdir(out, { recursive: true });
await write("rollcall.mjs", withLicenses(program.code), 0o755);
await write("rollcall.cjs", withLicenses(executable.code), 0o644);
await write("THIRD-PARTY-LICENSES.md", licenses, 0o644);

async function bundled(format, banner) {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    format,
    minify: true,
    // Names in messages (error.name) must survive minification.
    keepNames: false,
    charset: "utf8",
    // Whole texts follow at the end, of packages without such comments as well.
    legalComments: "none",
    define: {
      __ROLLCALL_VERSION__: JSON.stringify(version),
      __ROLLCALL_IS_EXECUTABLE__: String(format === "cjs"),
    },
    banner,
    plugins: format === "esm" ? [lazyBuiltins] : [],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.startsWith("builtin:"));
  return { code: outputFiles[0].text, inputs };
}

/** At the end, where they cost the start nothing. */
function withLicenses(code) {
  const own = `Rollcall ${version} (${license})`;
  return `${code}/*\n${own}\n\n${licenses.replaceAll("*/", "* /")}*/\n`;
}

async function write(name, text, mode) {
  const path = join(out, name);
  await writeFile(path, text);
  await chmod(path, mode);
  if (!quiet) console.log(`${path}: ${Math.round(Buffer.byteLength(text) / 1024)} KB`);
}
