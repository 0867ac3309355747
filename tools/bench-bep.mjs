/**
 * How fast is a large build event file read, and in how much memory?
 *
 *   node tools/bench-bep.mjs [--megabytes N (1024)] [--tests-only] [--keep]
 *
 * Writes a file as Bazel would in a temporary folder (progress, sets of files, targets, tests; one test of
 * 1,000 fails) and reads it in a process of its own, as `rollcall report --bep` does. --tests-only leaves out
 * what the reader skips unread: the worst case.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleSource } from "./load-source.mjs";

const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "1024" },
    "tests-only": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    read: { type: "string" },
    module: { type: "string" },
  },
});

if (values.read === undefined) {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-bench-bep-"));
  try {
    const module = await bundleSource("src/cli/results/bazel-file.ts", folder);
    const path = join(folder, "events.ndjson");
    writeEvents(path, Number(values.megabytes) * 1024 * 1024, values["tests-only"]);
    const args = [fileURLToPath(import.meta.url), "--read", path, "--module", module];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    process.stderr.write(stderr);
    process.stdout.write(stdout);
    if (values.keep) console.log(`kept: ${path}`);
  } finally {
    if (!values.keep) rmSync(folder, { recursive: true, force: true });
  }
} else {
  const { readBazelFile } = await import(values.module);
  const host = { clock: { monotonicMs: () => performance.now() } };
  const before = performance.now();
  const { findings, warnings } = await readBazelFile(values.read, host, { kind: "test" });
  const seconds = (performance.now() - before) / 1000;
  const megabytes = statSync(values.read).size / 1e6;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const peak = maxRSS / 1024;
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  console.log(`${findings.result} (${warnings.length} warnings)`);
  console.log(
    `${megabytes.toFixed(0)} MB in ${seconds.toFixed(2)} s: ${(megabytes / seconds).toFixed(0)} MB/s, ${cpu.toFixed(2)} s of processor time with the start, peak memory ${peak.toFixed(0)} MB`,
  );
}

function writeEvents(path, bytesMax, testsOnly) {
  const file = openSync(path, "w");
  let size = 0;
  let lines = [];
  const flush = () => {
    const text = `${lines.join("\n")}\n`;
    writeSync(file, text);
    size += text.length;
    lines = [];
  };
  lines.push(
    event(
      { started: {} },
      { started: { uuid: "0b1c2d3e-0000-4000-8000-000000000000", command: "test" } },
    ),
  );
  for (let index = 0; size < bytesMax; index += 1) {
    for (const one of targetEvents(index, testsOnly)) lines.push(one);
    if (index % 500 === 0) flush();
  }
  lines.push(
    event({ buildFinished: {} }, { finished: { exitCode: { name: "TESTS_FAILED", code: 3 } } }),
  );
  flush();
  closeSync(file);
}

/** What one test of a large build writes; the sizes are those of real streams. */
function targetEvents(index, testsOnly) {
  const label = `//services/team_${index % 40}/component_${index % 997}:unit_${index}_test`;
  const configuration = { id: "27c5247ea644971e735b18876448b5566ff586c6a8b04fbdebd5ef08cb1208c0" };
  const root =
    "file:///home/runner/.cache/bazel/_bazel_runner/0123456789abcdef0123456789abcdef/execroot/_main/bazel-out/k8-fastbuild";
  const status = index % 1000 === 999 ? "FAILED" : "PASSED";
  const output = (name) => ({ name, uri: `${root}/testlogs/${index}/${name}` });
  const files = Array.from({ length: 8 }, (_, file) => ({
    ...output(`lib_${file}.jar`),
    pathPrefix: ["bazel-out", "k8-fastbuild", "bin"],
    digest: "98ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be4",
    length: "12345",
  }));
  const stderr = `INFO: From Compiling services/team_${index % 40}/part_${index}.cc:\nwarning: unused variable 'x' [-Wunused-variable]\n`;
  const phases = [
    "parseTime",
    "fetchTime",
    "queueTime",
    "setupTime",
    "executionWallTime",
    "networkTime",
  ];
  const test = { label, run: 1, shard: 1, attempt: 1, configuration };
  const skipped = [
    event(
      { progress: { opaqueCount: index } },
      { progress: { stderr: stderr.repeat(1 + (index % 20)) } },
    ),
    event({ namedSet: { id: String(index) } }, { namedSetOfFiles: { files } }),
  ];
  return [
    ...(testsOnly ? [] : skipped),
    event(
      { targetConfigured: { label } },
      { configured: { targetKind: "sh_test rule", testSize: "MEDIUM" } },
    ),
    event(
      { targetCompleted: { label, configuration } },
      {
        completed: {
          success: true,
          outputGroup: [{ name: "default", fileSets: [{ id: String(index) }] }],
          importantOutput: files.slice(0, 1),
        },
      },
    ),
    event(
      { testResult: test },
      {
        testResult: {
          testActionOutput: [output("test.log"), output("test.xml")],
          testAttemptDurationMillis: "55",
          status,
          executionInfo: {
            strategy: "linux-sandbox",
            timingBreakdown: { child: phases.map((name) => ({ name, time: "0.439s" })) },
          },
        },
      },
    ),
    event(
      { testSummary: { label, configuration } },
      {
        testSummary: {
          totalRunCount: 1,
          passed: [{ uri: `${root}/testlogs/${index}/test.log` }],
          overallStatus: status,
          totalRunDurationMillis: "55",
          runCount: 1,
        },
      },
    ),
  ];
}

/** As Bazel writes it: the id comes first. */
function event(id, payload) {
  return JSON.stringify({ id, children: [{ progress: { opaqueCount: 1 } }], ...payload });
}
