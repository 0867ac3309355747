/**
 * What has the command told of its own progress?
 *
 * The command appends JSON lines to the file that `ROLLCALL_UPDATES` names. It is polled, not watched:
 * watching differs between systems and loses events. A bad line is named and skipped; it never harms
 * the others.
 */
import { type FileHandle, open, stat } from "node:fs/promises";
import { CancellationSource } from "../adapters/node/clock.js";
import { type ReadEntryFields, parseEntryFields } from "../codec/entry-json.js";
import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import { shownValue } from "./settings-problem.js";
import { type OwnFields, ownFields } from "./task-options-fields.js";
import { LineAssembler, type NumberedLine } from "../ingest/lines.js";

/** What one look at the file gave. */
export interface UpdatesBatch {
  /** The fields that were set since the last look; of each the last value. */
  readonly fields: OwnFields;
  /** Bad lines by number, one line each. */
  readonly problems: readonly string[];
}

/** Turns one line's JSON into fields: `parseEntryFields` of the codec. */
export type ParseUpdate = (value: unknown) => ReadEntryFields;

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
/** An entry with everything at its limits is smaller. */
const lineBytesMax = 1024 * 1024;
const chunkBytes = 64 * 1024;
const pollBytesMax = 4 * 1024 * 1024;
/** A command that writes more than this between two looks has its end cut off. */
const drainBytesMax = 64 * 1024 * 1024;
const problemsMax = 20;

/** Follows the file until told to stop. */
export function followUpdates(options: UpdatesOptions): FollowedUpdates {
  const { path, clock, log, onUpdate, parse = parseNamed, pollMs = pollMsDefault } = options;
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

/** A person wrote the command that writes the lines: misspelt fields are worth a word. */
function parseNamed(value: unknown): ReadEntryFields {
  return parseEntryFields(value, { unknownFields: "named" });
}

/** One look after the other at a growing file. */
export class UpdatesFile {
  readonly #path: string;
  readonly #parse: ParseUpdate;
  #lines = new LineAssembler(lineBytesMax);
  #offset = 0;
  #inode = -1;
  #problemCount = 0;

  constructor(path: string, parse: ParseUpdate) {
    this.#path = path;
    this.#parse = parse;
  }

  /** What is new, up to some megabytes. */
  async poll(): Promise<UpdatesBatch> {
    return this.#batch(await this.#read(pollBytesMax));
  }

  /** All that is left, a last line without a line break included. */
  async drain(): Promise<UpdatesBatch> {
    const lines = await this.#read(drainBytesMax);
    return this.#batch([...lines, ...this.#lines.finish()]);
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
    this.#lines = new LineAssembler(lineBytesMax);
  }

  #batch(lines: readonly NumberedLine[]): UpdatesBatch {
    const problems: string[] = [];
    let fields: OwnFields = {};
    for (const line of lines) {
      const read = this.#parseLine(line);
      fields = { ...fields, ...ownFields(read.fields) };
      for (const problem of read.problems) this.#note(problems, line.number, problem);
    }
    return { fields, problems };
  }

  #parseLine({ text, damaged }: NumberedLine): ReadEntryFields {
    if (text === undefined) {
      return { fields: {}, problems: [`longer than ${lineBytesMax} bytes; skipped`] };
    }
    if (damaged === true) {
      return { fields: {}, problems: ["expected UTF-8, found other bytes; skipped"] };
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return {
        fields: {},
        problems: [`expected one JSON object, found ${shownValue(text)}; skipped`],
      };
    }
    return this.#parse(value);
  }

  #note(problems: string[], lineNumber: number, problem: string): void {
    this.#problemCount += 1;
    const where = `ROLLCALL_UPDATES, line ${lineNumber}`;
    if (this.#problemCount <= problemsMax) problems.push(`${where}: ${problem}`);
    else if (this.#problemCount === problemsMax + 1) {
      problems.push(`${where}: further bad lines are not named`);
    }
  }
}
