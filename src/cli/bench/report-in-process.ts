/** How does a bench report a passed task without a process for each? */
import { tmpdir } from "node:os";
import { NodeClock } from "../../adapters/node/clock.js";
import { readText } from "../../adapters/node/files.js";
import { NodeHttpClient } from "../../adapters/node/http-client.js";
import { NodeRandom } from "../../adapters/node/random.js";
import type { Host } from "../host/host.js";
import { runProgram } from "../program.js";
import type { Clock } from "../../ports/clock.js";

const http = new NodeHttpClient();

/** Runs `rollcall report` in this process; throws unless it published. */
export async function reportInProcess(
  env: Readonly<Record<string, string>>,
  task: string,
  clock: Clock = new NodeClock(),
): Promise<void> {
  const lines: string[] = [];
  const status = ["--status", "passed", "--result", "24/24 passed · 20 cached"];
  const host: Host = {
    argv: ["report", "--task", task, "--kind", "test", ...status, "--strict"],
    env,
    version: "0.0.0",
    nodeVersion: process.versions.node,
    clock,
    random: async () => await Promise.resolve(new NodeRandom()),
    http,
    readText,
    appendText: async () => await Promise.resolve({ ok: true, value: undefined }),
    outputOf: async () => await Promise.resolve({ ok: false, problem: "no commands here" }),
    stdin: process.stdin,
    writeOut: (text) => void lines.push(text),
    writeErrorLine: (line) => void lines.push(line),
    temporaryDirectory: tmpdir(),
    self: ["rollcall"],
  };
  const exitCode = await runProgram(host);
  if (exitCode !== 0) throw new Error(`${task}: ${lines.join("; ")}`);
}

/** Ends what is kept open between reports. */
export function closeReports(): void {
  http.close();
}
