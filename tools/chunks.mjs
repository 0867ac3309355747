/**
 * How do parts of the program that only some commands need cost the others nothing?
 *
 * esbuild cuts the program wherever the source imports dynamically. The entry's chunk is the program's code;
 * each other one stands behind it as plain text in a comment, which V8 skips without compiling it, until
 * tools/chunk-loader.cjs is asked for it. So the program stays one file that can be read and reviewed.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { basename } from "node:path";
import { build, transform } from "esbuild";

const loader = fileURLToPath(new URL("chunk-loader.cjs", import.meta.url));
/** What code must not hold inside a comment, and what stands for it there. */
const commentStart = "\n/* chunk ./";
const commentEnd = "*/";
const commentEndInside = "*~/";

/** CommonJS has no `import.meta`; what packages want of its URL (`createRequire`) is as well served by a path. */
export const urlOfCommonJs = { "import.meta.url": "__filename" };

/**
 * The program as one text of ASCII characters, which Node decodes and V8 reads fastest.
 *
 * @param entry the source file that starts the program
 * @param options esbuild's, as for a bundle without chunks
 * @returns the text, and the paths of everything in it
 */
export async function bundleInChunks(entry, options) {
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: [{ in: entry, out: "entry" }],
    format: "esm",
    splitting: true,
    outdir: "chunks",
  });
  const codes = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]),
  );
  const names = chunkNames(outputs);
  const common = { ...pick(options, ["minify", "target", "charset", "platform"]) };
  const chunks = await Promise.all(
    [...names].map(async ([file, name]) => {
      const { code } = await transform(codes.get(file), {
        ...common,
        format: "cjs",
        // As `require` and `__filename`, which the loader has.
        supported: { "dynamic-import": false },
        define: urlOfCommonJs,
      });
      return { name, code: ascii(renamed(code, names)) };
    }),
  );
  const [main, ...others] = chunks;
  const comments = others.map(inComment);
  const head = (await readFile(loader, "utf8")).replace("__PLACES__", placesOf(others, comments));
  const text = `#!/usr/bin/env node\n${head}(() => {\n${main.code}})();\n${comments.join("")}`;
  return { text, inputs: Object.keys(metafile.inputs) };
}

/**
 * Other characters as JavaScript escapes them: one of them would double the text in memory, and the chunks are
 * read as Latin-1. In code they are left only in regular expressions, which esbuild does not escape.
 */
export function ascii(text) {
  return text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * esbuild's names have checksums in them; ours, which stack traces show, are those of the chunk's first module
 * or of its largest, since no module is in two chunks.
 */
function chunkNames(outputs) {
  const names = new Map();
  const visit = (file) => {
    if (names.has(file)) return;
    const { entryPoint, inputs, imports } = outputs.get(file);
    const name = moduleName(entryPoint ?? largest(inputs));
    const others = [...names.values()].filter((one) => one.replace(/-\d+$/, "") === name).length;
    names.set(file, others === 0 ? name : `${name}-${others + 1}`);
    for (const { path, external } of imports) if (!external) visit(basename(path));
  };
  visit("entry.js");
  return names;
}

function largest(inputs) {
  const sized = Object.entries(inputs).map(([path, { bytesInOutput }]) => [bytesInOutput, path]);
  return sized.sort(([a, first], [b, second]) => b - a || (first < second ? -1 : 1))[0]?.[1];
}

/** `src/cli/demo/task.ts`: demo-task. Of a package all modules have its name. */
function moduleName(path = "runtime") {
  const packageName = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  const name = packageName ?? path.replace(/^.*src\/(cli\/)?/, "").replace(/\.ts$/, "");
  return name.replace("@", "").replaceAll("/", "-");
}

function renamed(code, names) {
  let text = code;
  for (const [file, name] of names) text = text.replaceAll(`"./${file}"`, `"./${name}"`);
  return text;
}

function inComment({ name, code }) {
  if (code.includes(commentEndInside)) throw new Error(`${name} holds ${commentEndInside}`);
  return `${commentStart}${name}\n${code.replaceAll(commentEnd, commentEndInside)}*/\n`;
}

/** Where each chunk's code stands, as bytes from the first comment: a search would read the file once more. */
function placesOf(chunks, comments) {
  let start = 0;
  const places = chunks.map(({ name }, index) => {
    const comment = comments[index];
    const codeStart = start + commentStart.length + name.length + 1;
    start += comment.length;
    return [`./${name}`, [codeStart, start - commentEnd.length - 1]];
  });
  return JSON.stringify(Object.fromEntries(places));
}

function pick(object, keys) {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}
