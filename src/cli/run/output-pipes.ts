/**
 * Into what does a command of `rollcall run` write, so that its output can be passed on?
 *
 * Into what we have, where nobody can tell the difference or a difference would be seen: a terminal stays
 * one, and so does any other device. Else into a named pipe: Node makes no pipes of its own but sockets,
 * which cannot be opened by name (`echo x > /dev/stderr` in a script fails). Where our two outputs are one
 * file, one pipe serves both: the order of what is written stays as it is.
 *
 * Nothing here may keep the command from running: without pipes it inherits our output.
 */
import { spawnSync } from "node:child_process";
import { type Stats, closeSync, constants, fstatSync, openSync } from "node:fs";
import { join } from "node:path";
import { describeError } from "../../model/errors.js";

/** One of our own outputs, by its file descriptor. */
export type OutputDescriptor = 1 | 2;

/** A pipe that is open at both ends. */
export interface OutputPipe {
  /** The named pipe: whoever opens it to read wakes those who wait to write. */
  readonly path: string;
  /** Its reading end, which never blocks. */
  readonly readDescriptor: number;
  /** Its writing end, for the command. */
  readonly writeDescriptor: number;
  /** Where to pass the output on. */
  readonly sink: OutputDescriptor;
}

/** The two outputs of a command. */
export interface CommandOutput {
  /** For `spawn`: what the command has as descriptors 1 and 2. */
  readonly stdio: readonly [number | "inherit", number | "inherit"];
  readonly pipes: readonly OutputPipe[];
  /** Why pipes that are needed could not be made, in words. */
  readonly problem?: string;
}

/** The command has our own outputs; nothing is seen of what it writes. */
export const inheritedOutput: CommandOutput = { stdio: ["inherit", "inherit"], pipes: [] };

/** Makes the pipes that are needed in a folder of ours. */
export function openCommandOutput(folder: string): CommandOutput {
  const [out, error] = ([1, 2] as const).map(passedOn);
  const oneForBoth = out !== undefined && error !== undefined && isSameFile(out, error);
  const sinks: readonly OutputDescriptor[] = [
    ...(out === undefined ? [] : [1 as const]),
    ...(error === undefined || oneForBoth ? [] : [2 as const]),
  ];
  const made = sinks.length === 0 ? [] : makePipes(folder, sinks);
  if (typeof made === "string") return { ...inheritedOutput, problem: made };
  const pipes = made;
  const writeEnd = (sink: OutputDescriptor): number | "inherit" =>
    pipes.find((pipe) => pipe.sink === sink)?.writeDescriptor ?? "inherit";
  return { stdio: [writeEnd(1), writeEnd(oneForBoth ? 1 : 2)], pipes };
}

/** The command has its ends of the pipes now: ours would keep them open for ever. */
export function closeWriteEnds({ pipes }: CommandOutput): void {
  for (const { writeDescriptor } of pipes) closeSync(writeDescriptor);
}

/** An output of ours that cannot be told from a pipe by what is usually done with it. */
function passedOn(descriptor: OutputDescriptor): Stats | undefined {
  if (process.platform === "win32") return undefined;
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isSocket() || stats.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

function isSameFile(a: Stats, b: Stats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/** The pipes, or why there are none. */
function makePipes(
  folder: string,
  sinks: readonly OutputDescriptor[],
): readonly OutputPipe[] | string {
  const paths = sinks.map((sink) => join(folder, `output-${sink}`));
  const made = spawnSync("mkfifo", ["-m", "600", "--", ...paths], {
    stdio: "ignore",
    timeout: mkfifoMsMax,
  });
  if (made.status !== 0) return `mkfifo: ${howItFailed(made)}`;
  const pipes: OutputPipe[] = [];
  try {
    for (const [index, sink] of sinks.entries()) {
      const path = paths[index] ?? "";
      // The reader first: opening to write would wait for one.
      const readDescriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const writeDescriptor = openSync(path, constants.O_WRONLY);
      pipes.push({ path, readDescriptor, writeDescriptor, sink });
    }
    return pipes;
  } catch (error) {
    for (const { readDescriptor, writeDescriptor } of pipes) {
      closeSync(readDescriptor);
      closeSync(writeDescriptor);
    }
    return describeError(error);
  }
}

function howItFailed({ error, status, signal }: ReturnType<typeof spawnSync>): string {
  if (error !== undefined && "code" in error) return String(error.code);
  return status === null ? `ended by ${signal ?? "a signal"}` : `exit code ${status}`;
}

/** A file system that hangs must not keep the command from its start for long. */
const mkfifoMsMax = 1_000;
