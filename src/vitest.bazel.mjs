// How does vitest run the compiled tests under Bazel?
import { delimiter, dirname, resolve } from "node:path";
import process from "node:process";

// Tests start Node with an environment of their own, as CI hosts do. The `node` of rules_js works only in
// its environment; theirs is the pinned one itself.
const { env } = process;
const { JS_BINARY__NODE_BINARY: node = "", JS_BINARY__NODE_WRAPPER: wrapper = "" } = env;
const others = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== dirname(wrapper));
env.PATH = [dirname(node), ...others].join(delimiter);
env.JS_BINARY__NODE_WRAPPER = node; // What it makes process.execPath.

/** Where the BUILD file says the shipped program is, to those who ask for it. */
const { ROLLCALL_PROGRAM: program } = env;

export default {
  test: {
    provide: program === undefined ? {} : { programPath: resolve(program) },
    testTimeout: 30_000,
  },
};
