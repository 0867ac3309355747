/**
 * What does a task of the demo do? Nothing but take its time, tell of its progress and exit.
 *
 * The program itself plays it: its executable has no other Node at hand.
 */
import type { Host } from "../host/host.js";
import type { PlannedTask } from "./plan.js";

/** What stands before a task's text on the command line. */
export const demoTaskCommand = "demo-task";

type Course = Pick<PlannedTask, "updates" | "durationMs" | "exitCode">;

/** A task as an argument of the program. */
export function demoTaskText({ updates, durationMs, exitCode }: PlannedTask): string {
  return JSON.stringify({ updates, durationMs, exitCode } satisfies Course);
}

/** Plays the task that the arguments tell of; returns its exit code. */
export async function playDemoTask(host: Host): Promise<number> {
  const { updates, durationMs, exitCode } = JSON.parse(host.argv[1] ?? "") as Course;
  const file = host.env["ROLLCALL_UPDATES"] ?? "";
  const spoken = updates.map(async ({ afterMs, fields }) => {
    await host.clock.sleep(afterMs);
    await host.appendText(file, `${JSON.stringify(fields)}\n`);
  });
  await Promise.all([...spoken, host.clock.sleep(durationMs)]);
  return exitCode;
}
