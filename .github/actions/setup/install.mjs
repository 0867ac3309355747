/**
 * How does the program come onto PATH, and only if it is the one that was built?
 *
 * The small bundle where there is a Node to run it, else the executable that brings its own.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const bundle = "rollcall.cjs";
const executable = "rollcall-linux-x64";
const nodeMajorMin = 20;

/** Something that somebody has to put right: told in one line, without a stack. */
export class SetupProblem extends Error {}

/**
 * @param read the bytes of one file of a release, by name
 * @param env PATH, RUNNER_TEMP and GITHUB_PATH as the runner gives them
 * @returns a line on what is there now
 */
export async function install(read, env) {
  if (process.platform === "win32") {
    throw new SetupProblem("Rollcall runs on Linux and macOS, and this is a Windows runner");
  }
  const node = findNode();
  const name = node === undefined ? executable : bundle;
  if (node === undefined && `${process.platform}-${process.arch}` !== "linux-x64") {
    throw new SetupProblem(
      `there is no Node ${nodeMajorMin} or newer on PATH, and an executable only for linux-x64 (this is ${process.platform}-${process.arch}); add actions/setup-node before this step`,
    );
  }
  const [sums, bytes] = await Promise.all([read("SHA256SUMS"), read(name)]);
  verify(name, bytes, sums.toString("utf8"));

  const folder = mkdtempSync(join(env.RUNNER_TEMP, "rollcall-"));
  const program = join(folder, name);
  writeFileSync(program, bytes, { mode: 0o755 });
  // Apart, so that nothing else comes onto PATH. By this Node's path: a later step may put another first.
  const bin = join(folder, "bin");
  const command = [...(node === undefined ? [] : [node.path]), program].map(quoted).join(" ");
  mkdirSync(bin);
  writeFileSync(join(bin, "rollcall"), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  startOnce(join(bin, "rollcall"), name);
  appendFileSync(env.GITHUB_PATH, `${bin}\n`);
  return `${name}, ${node === undefined ? "with its own Node" : `run by Node ${node.version}`}`;
}

/** The Node that steps find, if it is new enough; not the runner's own, which runs this. */
function findNode() {
  const tell = "console.log(JSON.stringify([process.versions.node, process.execPath]))";
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 30_000 };
    const [version, path] = JSON.parse(execFileSync("node", ["-e", tell], options));
    return Number.parseInt(version, 10) >= nodeMajorMin ? { version, path } : undefined;
  } catch {
    return undefined;
  }
}

/** Here it is one clear line; in a later step it would be a task that seems to have failed. */
function startOnce(command, name) {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore", timeout: 30_000 });
  } catch (error) {
    const advice =
      name === executable ? " (it wants glibc and libstdc++; or add actions/setup-node)" : "";
    const how = error.status ?? error.code ?? error.signal;
    throw new SetupProblem(`${name} does not start on this runner: ${how}${advice}`);
  }
}

function verify(name, bytes, sums) {
  const lines = sums.split("\n").map((line) => /^([0-9a-f]{64}) [ *](.+)$/.exec(line));
  const expected = lines.find((match) => match?.[2] === name)?.[1];
  if (expected === undefined) throw new SetupProblem(`SHA256SUMS does not name ${name}`);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== expected) {
    throw new SetupProblem(
      `${name} is not the file that was built: expected sha256 ${expected}, found ${found}`,
    );
  }
}

function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
