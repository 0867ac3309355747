// How does the program load a part of itself that only some commands need?
//
// tools/chunks.mjs puts this at the head of rollcall.mjs. The parts stand in comments of the same file, where
// they cost nothing unless they are asked for.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";

const __filename = fileURLToPath(import.meta.url);
const __requireOfNode = createRequire(import.meta.url);
const __loaded = new Map();
let __text;

/** As CommonJS has it: a chunk is loaded once, and seen unfinished by chunks that it loads itself. */
// eslint-disable-next-line no-unused-vars -- the program behind it calls it.
function require(name) {
  if (!name.startsWith("./")) return __requireOfNode(name);
  const known = __loaded.get(name);
  if (known !== undefined) return known.exports;
  // Whole and at once: a command under `rollcall run` may replace or remove the file.
  __text ??= readFileSync(__filename, "latin1");
  const marker = `\n/* chunk ${name}\n`;
  const start = __text.indexOf(marker) + marker.length;
  const code = __text.slice(start, __text.indexOf("*/", start)).replaceAll("*~/", "*/");
  const module = { exports: {} };
  __loaded.set(name, module);
  compileFunction(code, ["exports", "require", "module", "__filename"], {
    filename: `${__filename}#${name.slice(2)}`,
  })(module.exports, require, module, __filename);
  return module.exports;
}
