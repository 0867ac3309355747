/** How did a command end, in the terms of a shell? */
import { maskTokenShapes } from "../log/mask-shapes.js";
import { signalExitCode } from "../host/exit-code.js";

/** How a command ended. */
export type CommandOutcome =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "signalled"; readonly signal: NodeJS.Signals; readonly exitCode: number }
  /** It could not be started; `line` is what a shell would say. */
  | { readonly kind: "not-started"; readonly exitCode: 126 | 127; readonly line: string };

/** What Node says of a process that ran. */
export function endedOutcome(code: number | null, signal: NodeJS.Signals | null): CommandOutcome {
  if (signal !== null) return { kind: "signalled", signal, exitCode: signalExitCode(signal) };
  return { kind: "exited", exitCode: code ?? 1 };
}

/** What a shell would say of a program that does not run: 127 not found, 126 not executable. */
export function notStarted(program: string, error: unknown): CommandOutcome {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const name = maskTokenShapes(program.replace(/\s+/g, " ").slice(0, 200));
  if (code === "ENOENT" || code === "ENOTDIR") {
    const why = program.includes("/") ? "No such file or directory" : "command not found";
    return { kind: "not-started", exitCode: 127, line: `rollcall: ${name}: ${why}` };
  }
  return { kind: "not-started", exitCode: 126, line: `rollcall: ${name}: ${whyNot(code)}` };
}

function whyNot(code: string): string {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "Permission denied";
    case "E2BIG":
      return "Argument list too long";
    case "ENOEXEC":
      return "Exec format error";
    case "ERR_INVALID_ARG_VALUE":
      return "an argument holds a zero byte";
    default:
      return code === "" ? "cannot be started" : `cannot be started (${code})`;
  }
}
