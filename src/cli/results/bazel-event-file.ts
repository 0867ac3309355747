/**
 * What is new in an event file that Bazel is writing?
 *
 * Polled, like the updates file. The file may not be there yet, or be that of an earlier build until Bazel
 * starts it anew; it may be replaced, and grow faster than it is read: each look is bounded.
 */
import { type FileHandle, open, stat } from "node:fs/promises";
import type { BazelBuild } from "../../ingest/bazel-build.js";

/** What tells one state of a file from another. */
interface FileState {
  readonly inode: number;
  readonly size: number;
  readonly changedMs: number;
}

const chunkBytes = 512 * 1024;
/** The beginning holds the invocation's id: another one there is another file, in whatever place. */
const headBytesMax = 4_096;

/** One file, read from its beginning to wherever it ends by now. */
export class BazelEventFile {
  readonly #path: string;
  readonly #build: BazelBuild;
  readonly #buffers = [Buffer.alloc(chunkBytes), Buffer.alloc(chunkBytes)] as const;
  #old: FileState | undefined;
  #inode = -1;
  #offset = 0;
  #head = Buffer.alloc(0);

  constructor(path: string, build: BazelBuild) {
    this.#path = path;
    this.#build = build;
  }

  /** What is there now is of an earlier build: it is left alone until it changes. */
  async ignoreOld(): Promise<void> {
    try {
      this.#old = stateOf(await stat(this.#path));
    } catch {
      this.#old = undefined;
    }
  }

  /** Reads on, at most so many bytes; true if there is more. */
  async read(bytesMax: number): Promise<boolean> {
    let file: FileHandle | undefined;
    try {
      // Only a regular file: opening a pipe would wait for its writer, or take its data away.
      const found = await stat(this.#path);
      if (!found.isFile() || this.#isOld(stateOf(found))) return false;
      this.#old = undefined;
      file = await open(this.#path, "r");
      const { ino, size } = await file.stat();
      if (ino !== this.#inode || size < this.#offset || !(await this.#sameHead(file))) {
        this.#startOver(ino);
      }
      return await this.#readFrom(file, bytesMax);
    } catch {
      // Not there yet, or no longer.
      return false;
    } finally {
      await file?.close().catch(() => undefined);
    }
  }

  #isOld(state: FileState): boolean {
    const old = this.#old;
    return (
      old?.inode === state.inode && old.size === state.size && old.changedMs === state.changedMs
    );
  }

  async #sameHead(file: FileHandle): Promise<boolean> {
    if (this.#head.length === 0) return true;
    const [buffer] = this.#buffers;
    const { bytesRead } = await file.read(buffer, 0, this.#head.length, 0);
    return buffer.subarray(0, bytesRead).equals(this.#head);
  }

  /** While one piece is being taken in, the next one is already being read. */
  async #readFrom(file: FileHandle, bytesMax: number): Promise<boolean> {
    const end = this.#offset + bytesMax;
    const [first, second] = this.#buffers;
    let current = first;
    let reading = file.read(current, 0, chunkBytes, this.#offset);
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return false;
      const bytes = current.subarray(0, bytesRead);
      const next = this.#offset + bytesRead;
      const goesOn = next < end;
      if (goesOn) {
        current = current === first ? second : first;
        reading = file.read(current, 0, chunkBytes, next);
      }
      this.#take(bytes);
      if (!goesOn) return true;
    }
  }

  #take(bytes: Buffer): void {
    if (this.#offset === this.#head.length && this.#head.length < headBytesMax) {
      const more = bytes.subarray(0, headBytesMax - this.#head.length);
      this.#head = Buffer.concat([this.#head, more]);
    }
    this.#offset += bytes.length;
    this.#build.push(bytes);
  }

  #startOver(inode: number): void {
    if (this.#inode !== -1) this.#build.startOver();
    this.#inode = inode;
    this.#offset = 0;
    this.#head = Buffer.alloc(0);
  }
}

function stateOf(stats: {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
}): FileState {
  return { inode: stats.ino, size: stats.size, changedMs: stats.mtimeMs };
}
