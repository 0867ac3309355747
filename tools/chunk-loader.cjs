// How does the program load a part of itself that only some commands need?
//
// tools/chunks.mjs puts this at the head of rollcall.cjs. The parts stand in comments of the same file, where
// they cost nothing unless they are asked for.
"use strict";

const __requireOfNode = (name) => module.require(name);
const __loaded = new Map();
let __bytes;
// Of each part, in bytes behind the first comment.
// eslint-disable-next-line no-undef -- the bundler fills it in.
const __places = __PLACES__;

/** As CommonJS has it: a chunk is loaded once, and seen unfinished by chunks that it loads itself. */
// eslint-disable-next-line no-unused-vars -- the program behind it calls it.
function require(name) {
  if (!name.startsWith("./")) return __requireOfNode(name);
  const known = __loaded.get(name);
  if (known !== undefined) return known.exports;
  // Whole and at once: a command under `rollcall run` may replace or remove the file.
  __bytes ??= __requireOfNode("node:fs").readFileSync(__filename);
  const [start, end] = __places[name];
  const comments = __bytes.indexOf("\n/* chunk ./");
  const code = __bytes.toString("latin1", comments + start, comments + end).replaceAll("*~/", "*/");
  const module = { exports: {} };
  __loaded.set(name, module);
  const { compileFunction } = __requireOfNode("node:vm");
  compileFunction(code, ["exports", "require", "module", "__filename"], {
    filename: `${__filename}#${name.slice(2)}`,
  })(module.exports, require, module, __filename);
  return module.exports;
}
