/**
 * What does a publication cost a process that has warmed up? The program's reports, one after the other.
 *
 * Started with the environments of jobs as JSON on standard input, a line each; after each it prints the
 * processor time of the report in milliseconds and waits for the next.
 */
import { createInterface } from "node:readline";
import { closeReports, reportInProcess } from "./report-in-process.js";

for await (const line of createInterface({ input: process.stdin })) {
  const before = process.cpuUsage();
  await reportInProcess(JSON.parse(line) as Record<string, string>, "bench");
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${(user + system) / 1_000}\n`);
}
closeReports();
