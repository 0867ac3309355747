/** Which command was asked for? Commands are loaded only when they are used. */
import { parseCommandLine } from "./command-line/command-line.js";
import { exitCodes } from "./host/exit-code.js";
import { demoTaskCommand } from "./demo/task.js";
import type { Host } from "./host/host.js";

/** Runs the program; returns the exit code. */
export async function runProgram(host: Host): Promise<number> {
  // The demo's own: no user's command, and in no help text.
  if (host.argv[0] === demoTaskCommand) {
    return await (await import("./demo/task.js")).playDemoTask(host);
  }
  const command = parseCommandLine(host.argv, host.env, host.version);
  switch (command.kind) {
    case "print":
      host.writeOut(command.text.endsWith("\n") ? command.text : `${command.text}\n`);
      return exitCodes.done;
    case "usage":
      host.writeErrorLine(command.line);
      return exitCodes.wrongUsage;
    case "report":
      return await (await import("./report.js")).reportCommand(host, command.flags, command.task);
    case "run":
      return await (
        await import("./run.js")
      ).runCommand(host, command.flags, command.task, command.command);
    case "sync":
      return await (await import("./sync.js")).syncCommand(host, command.flags);
    case "show":
      return await (await import("./show.js")).showCommand(host, command.flags, command.file);
    case "doctor":
      return await (await import("./doctor.js")).doctorCommand(host, command.flags);
    case "render":
      return await (await import("./render.js")).renderCommand(host, command.flags, command.file);
    case "schema":
      return await (await import("./schema.js")).schemaCommand(host, command.schema);
    case "demo":
      return await (await import("./demo.js")).demoCommand(host, command);
  }
}
