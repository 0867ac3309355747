// How does the program become an executable that needs no Node?
//
//   node tools/executable.mjs [--out FOLDER]
//
// Takes executable.cjs from dist/ (or another folder) and puts it into a copy of Node: of the one that runs
// this script, in Bazel of the pinned one. Writes `rollcall` beside it. For Linux; macOS wants it signed.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inject } from "postject";

const { out: folder } = parseArgs({ options: { out: { type: "string", default: "dist" } } }).values;
// Where Bazel's rules stand between, `process.execPath` is a script of theirs.
const node = process.env.JS_BINARY__NODE_BINARY ?? process.execPath;
const executable = join(folder, "rollcall");

copyFileSync(node, executable);
chmodSync(executable, 0o755);
// postject tells of section names in Node that it does not know, and copies them all the same.
console.warn = () => undefined;
await inject(executable, "NODE_SEA_BLOB", blob(), {
  sentinelFuse: "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2",
});

/** The program as Node wants it in an executable. */
function blob() {
  const scratch = mkdtempSync(join(tmpdir(), "rollcall-executable-"));
  try {
    copyFileSync(join(folder, "executable.cjs"), join(scratch, "executable.cjs"));
    const config = {
      // Relative: the path becomes part of the executable, which must not depend on where it was made.
      main: "executable.cjs",
      output: "blob",
      disableExperimentalSEAWarning: true,
    };
    writeFileSync(join(scratch, "config.json"), JSON.stringify(config));
    execFileSync(node, ["--experimental-sea-config", "config.json"], { cwd: scratch });
    return readFileSync(join(scratch, "blob"));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
