/**
 * Where does the program meet its process?
 *
 * The only reader of the environment and the arguments. A bug is told in one line and never changes
 * the exit code of a task. Node's streams are opened and its clients loaded when they are used: they make
 * a standard stream non-blocking for everybody who shares it, and take their time.
 */
import { writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { NodeClock } from "../adapters/node/clock.js";
import { appendText, readText } from "../adapters/node/files.js";
import { NodeHttpClient } from "../adapters/node/http-client.js";
import { describeError } from "../model/errors.js";
import { bugExitCode } from "./host/exit-code.js";
import type { Host } from "./host/host.js";
import { runProgram } from "./program.js";
import { secretsOf } from "./settings/secret-variables.js";
import { usableFolder } from "./host/temporary-folder.js";
import { programVersion } from "./version.js";

/** Put in by the bundler (tools/bundle.mjs): Node and the program are one file. */
declare const __ROLLCALL_IS_EXECUTABLE__: boolean | undefined;
const isExecutable = typeof __ROLLCALL_IS_EXECUTABLE__ === "boolean" && __ROLLCALL_IS_EXECUTABLE__;

/** A line for people is given up when nobody has read for so long. */
const fullMs = 5;
const fullTriesMax = 200;

let standardOutput: NodeJS.WriteStream | undefined;

const http = new NodeHttpClient();
const host: Host = {
  argv: process.argv.slice(2),
  env: process.env,
  version: programVersion,
  nodeVersion: process.versions.node,
  clock: new NodeClock(),
  random: async () => new (await import("../adapters/node/random.js")).NodeRandom(),
  http,
  readText,
  appendText,
  outputOf: async (command, limits) =>
    await (await import("../adapters/node/command-output.js")).outputOf(command, limits),
  get stdin() {
    return process.stdin;
  },
  writeOut: (text) => {
    standardOutput ??= openStandardOutput();
    standardOutput.write(text);
  },
  writeErrorLine: (line) => {
    writeWhole(2, `${line}\n`);
  },
  temporaryDirectory: usableFolder([process.env["RUNNER_TEMP"]], tmpdir()),
  self: isExecutable ? [process.execPath] : [process.execPath, process.argv[1] ?? ""],
};

/** Runs the program to the end of the process. */
export async function start(): Promise<never> {
  try {
    process.exitCode = await runProgram(host);
  } catch (error) {
    const { maskSecrets } = await import("./log/mask.js");
    const what = maskSecrets(describeError(error).split("\n")[0] ?? "", secretsOf(host.env));
    host.writeErrorLine(`rollcall: a bug in Rollcall, please report it: ${what}`);
    process.exitCode = bugExitCode(host.argv[0]);
  }
  http.close();
  if (standardOutput !== undefined) await flushed(standardOutput);
  process.exit();
}

function openStandardOutput(): NodeJS.WriteStream {
  // A closed pipe (`rollcall show | head`) is no error.
  process.stdout.on("error", () => undefined);
  return process.stdout;
}

/** What was written to a pipe may still be on its way: exiting at once would cut it off. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else
      stream.write("", () => {
        resolve();
      });
  });
}

/** Writes a line for people: it waits for a slow reader; one that is gone is no error. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let offset = 0;
  for (let tries = 0; offset < bytes.length && tries < fullTriesMax; tries += 1) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const full = error instanceof Error && "code" in error && error.code === "EAGAIN";
      if (!full) return;
      // Somebody has made it non-blocking, and it is full.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fullMs);
    }
  }
}
