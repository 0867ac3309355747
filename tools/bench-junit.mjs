/**
 * How fast is a large JUnit file read, and in how much memory?
 *
 *   node tools/bench-junit.mjs [--cases N (100000)]
 *
 * Every hundredth case fails with a stack of twenty lines, every tenth prints ten lines. The file is read in a
 * process of its own, as `rollcall report --junit` does.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleSource } from "./load-source.mjs";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    read: { type: "string" },
    module: { type: "string" },
  },
});

if (values.read === undefined) {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-bench-junit-"));
  try {
    const module = await bundleSource("src/cli/results/junit-file.ts", folder);
    const path = join(folder, "junit.xml");
    writeFileSync(path, junit(Number(values.cases)));
    const args = [fileURLToPath(import.meta.url), "--read", path, "--module", module];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    process.stderr.write(stderr);
    process.stdout.write(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  const { readJUnitFile } = await import(values.module);
  const before = performance.now();
  const { passed, failed, problem } = await readJUnitFile(values.read);
  const seconds = (performance.now() - before) / 1000;
  const megabytes = statSync(values.read).size / 1e6;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const peak = maxRSS / 1024;
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  console.log(`${passed} passed, ${failed} failed${problem === undefined ? "" : `, ${problem}`}`);
  console.log(
    `${megabytes.toFixed(1)} MB in ${seconds.toFixed(2)} s: ${(megabytes / seconds).toFixed(0)} MB/s, ${cpu.toFixed(2)} s of processor time with the start, peak memory ${peak.toFixed(0)} MB`,
  );
}

function junit(cases) {
  const parts = [
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="com.example.Suite">\n',
  ];
  const stack = "\tat com.example.Foo.bar(Foo.java:12)\n".repeat(20);
  const output = "some output line of the test\n".repeat(10);
  for (let index = 0; index < cases; index += 1) {
    parts.push(
      `<testcase classname="com.example.Suite${index % 1_000}" name="testSomething${index}(int, String)" time="0.${index}">`,
    );
    if (index % 100 === 0) {
      parts.push(
        `<failure message="expected &lt;1&gt; but was &lt;2&gt;" type="org.junit.ComparisonFailure">${stack}</failure>`,
      );
    }
    if (index % 10 === 0) parts.push(`<system-out><![CDATA[${output}]]></system-out>`);
    parts.push("</testcase>\n");
  }
  return `${parts.join("")}</testsuite>\n</testsuites>\n`;
}
