/**
 * What has the command told of its own progress?
 *
 * The command appends JSON lines to the file that `ROLLCALL_UPDATES` names. It is polled, not watched:
 * watching differs between systems and loses events. A bad line is named and skipped; it never harms
 * the others.
 */
import { type FileHandle, open, stat } from "node:fs/promises";
import { CancellationSource } from "../../adapters/node/clock.js";
import type { Clock } from "../../ports/clock.js";
import type { Log } from "../../ports/log.js";
import { LineAssembler, type NumberedLine } from "../../ingest/lines.js";
import type { OwnFields } from "../task/options-fields.js";
import {
  type ParseUpdate,
  UpdateLines,
  type UpdatesBatch,
  updateLineBytesMax,
} from "./update-lines.js";

/** How the file is followed. */
export interface UpdatesOptions {
  /** Undefined if there is no such file: then nothing is ever told. */
  readonly path: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with what is new: of each field the last value. */
  readonly onUpdate: (fields: OwnFields) => void;
  readonly parse?: ParseUpdate;
  readonly pollMs?: number;
}

/** A file that is being followed. */
export interface FollowedUpdates {
  /** Reads what the command wrote last, and stops. Call it when the command has ended. */
  stop(): Promise<void>;
}

const pollMsDefault = 500;
const chunkBytes = 64 * 1024;
const pollBytesMax = 4 * 1024 * 1024;
/** A command that writes more than this between two looks has its end cut off. */
const drainBytesMax = 64 * 1024 * 1024;

/** Follows the file until told to stop. */
export function followUpdates(options: UpdatesOptions): FollowedUpdates {
  const { path, clock, log, onUpdate, parse, pollMs = pollMsDefault } = options;
  if (path === undefined) return { stop: () => Promise.resolve() };
  const ended = new CancellationSource();
  const file = new UpdatesFile(path, parse);
  const tell = ({ fields, problems }: UpdatesBatch): void => {
    for (const problem of problems) log.write("warning", problem);
    if (Object.keys(fields).length > 0) onUpdate(fields);
  };
  const follow = async (): Promise<void> => {
    while (!ended.cancelled) {
      tell(await file.poll());
      await clock.sleep(pollMs, ended);
    }
    tell(await file.drain());
  };
  const done = follow();
  return {
    stop: async () => {
      ended.cancel();
      await done;
    },
  };
}

/** One look after the other at a growing file. */
export class UpdatesFile {
  readonly #path: string;
  readonly #reader: UpdateLines;
  #lines = new LineAssembler(updateLineBytesMax);
  #offset = 0;
  #inode = -1;

  constructor(path: string, parse?: ParseUpdate) {
    this.#path = path;
    this.#reader = new UpdateLines(parse);
  }

  /** What is new, up to some megabytes. */
  async poll(): Promise<UpdatesBatch> {
    return this.#reader.take(await this.#read(pollBytesMax));
  }

  /** All that is left, a last line without a line break included. */
  async drain(): Promise<UpdatesBatch> {
    const lines = await this.#read(drainBytesMax);
    return this.#reader.take([...lines, ...this.#lines.finish()]);
  }

  async #read(bytesMax: number): Promise<readonly NumberedLine[]> {
    let file: FileHandle | undefined;
    try {
      // Only a regular file: opening a pipe would wait for its writer.
      if (!(await stat(this.#path)).isFile()) return [];
      file = await open(this.#path, "r");
      const { ino, size } = await file.stat();
      if (ino !== this.#inode || size < this.#offset) this.#startOver(ino);
      return await this.#readFrom(file, bytesMax);
    } catch {
      // Removed by the command, perhaps only for a moment.
      return [];
    } finally {
      await file?.close().catch(() => undefined);
    }
  }

  async #readFrom(file: FileHandle, bytesMax: number): Promise<readonly NumberedLine[]> {
    const lines: NumberedLine[] = [];
    const end = this.#offset + bytesMax;
    const buffer = Buffer.alloc(chunkBytes);
    while (this.#offset < end) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, this.#offset);
      if (bytesRead === 0) break;
      this.#offset += bytesRead;
      lines.push(...this.#lines.push(buffer.subarray(0, bytesRead)));
    }
    return lines;
  }

  /** The file was truncated, or another one took its place. */
  #startOver(inode: number): void {
    this.#inode = inode;
    this.#offset = 0;
    this.#lines = new LineAssembler(updateLineBytesMax);
  }
}
