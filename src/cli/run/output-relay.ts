/**
 * How does a command's output reach ours, byte for byte, and no later than it must?
 *
 * Bytes are read from the command's pipe and written to our own output, in order and undecoded; if ours is
 * slow, so is the reading, and the command waits as it would alone. If ours is closed (`| head -1`), our
 * end of the pipe is closed, too: the command gets the SIGPIPE that it would get alone.
 *
 * Our output is written with plain blocking writes, each in a thread of Node's pool: a stream of Node's
 * would make it non-blocking for everybody who shares it.
 */
import { spawn } from "node:child_process";
import { closeSync, constants, openSync, write } from "node:fs";
import { type ConnectOpts, Socket, type SocketConstructorOpts } from "node:net";
import type { Clock } from "../../ports/clock.js";
import type { OutputPipe } from "./output-pipes.js";

/** What is read at once: as much as a pipe holds. */
const chunkBytes = 64 * 1024;
/** As much may wait to be written; more is left in the pipe. */
const waitingBytesMax = 512 * 1024;
/** Small pieces that come so fast are gathered for a moment: each by itself would cost as much as all. */
const smallBytes = 32 * 1024;
const fastMs = 2;
const gatherMs = 1;
/** Processes that end with the command have ended by then. */
const stragglersMs = 100;
const lookMs = 10;
/** Our output does not block, by somebody else's will, and is full: when to try again. */
const fullMs = 5;
const wakeMs = 200;

/** Passes one pipe on. */
export class OutputRelay {
  readonly #pipe: OutputPipe;
  readonly #clock: Clock;
  readonly #onBytes: (bytes: Buffer) => void;
  readonly #source: Socket;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** The writing that is under way. */
  #writing: Promise<void> | undefined;
  #readBytes = 0;
  #readAtMs = 0;
  /** Why nothing is read at the moment. */
  #full = false;
  #gathering = false;
  /** Nobody writes into the pipe any more, or nobody reads our output. */
  #over = false;
  #finished = false;

  constructor(pipe: OutputPipe, clock: Clock, onBytes: (bytes: Buffer) => void) {
    this.#pipe = pipe;
    this.#clock = clock;
    this.#onBytes = onBytes;
    // With a buffer of ours a pause is one: nothing has been read that was not taken.
    const options: SocketConstructorOpts & ConnectOpts = {
      fd: pipe.readDescriptor,
      readable: true,
      writable: false,
      onread: {
        buffer: Buffer.alloc(chunkBytes),
        callback: (count, buffer) => {
          this.#take(Buffer.from(buffer.subarray(0, count)));
          return this.#mayReadOn(count);
        },
      },
    };
    this.#source = new Socket(options);
    const over = (): void => {
      this.#over = true;
    };
    this.#source.on("end", over);
    this.#source.on("error", over);
  }

  /**
   * Resolves when everything that the command wrote has been passed on. Call it when it has ended.
   * Processes that it left behind write on: what they write goes the same way, without us.
   */
  async finish(): Promise<void> {
    const startedMs = this.#clock.monotonicMs();
    for (;;) {
      const readBefore = this.#readBytes;
      await this.#written();
      if (this.#over) break;
      await this.#clock.sleep(lookMs);
      await this.#written();
      const waitedMs = this.#clock.monotonicMs() - startedMs;
      const quiet = readBefore === this.#readBytes;
      if (waitedMs < stragglersMs || !(quiet || waitedMs >= 2 * stragglersMs)) continue;
      if (!this.#isOver()) this.#handOver();
      break;
    }
    this.#finished = true;
    this.#source.destroy();
  }

  #isOver(): boolean {
    return this.#over;
  }

  #take(bytes: Buffer): void {
    this.#readBytes += bytes.length;
    this.#onBytes(bytes);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#writing ??= this.#writeAll();
  }

  /** False if the source is to pause: until `#readOn`. */
  #mayReadOn(count: number): boolean {
    const nowMs = this.#clock.monotonicMs();
    const fast = nowMs - this.#readAtMs < fastMs;
    this.#readAtMs = nowMs;
    this.#full = this.#waitingBytes >= waitingBytesMax;
    if (fast && count < smallBytes) {
      this.#gathering = true;
      void this.#clock.sleep(gatherMs).then(() => {
        this.#gathering = false;
        this.#readOn();
      });
    }
    return !this.#full && !this.#gathering;
  }

  #readOn(): void {
    if (!this.#full && !this.#gathering && !this.#finished) this.#source.resume();
  }

  async #written(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const bytes = Buffer.concat(this.#waiting);
        this.#waiting = [];
        this.#waitingBytes = 0;
        const written = this.#write(bytes);
        this.#full = false;
        // What comes meanwhile waits, and is written at once afterwards.
        this.#readOn();
        await written;
      }
    } catch {
      this.#closeEarly();
    }
    this.#writing = undefined;
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      const count = await writeSome(this.#pipe.sink, bytes.subarray(offset));
      if (count === 0) await this.#clock.sleep(fullMs);
      offset += count;
    }
  }

  /** Nobody reads our output any more. */
  #closeEarly(): void {
    this.#over = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#source.destroy();
    void this.#wakeWriters();
  }

  /**
   * A named pipe without a reader lets nobody open it to write, but waits (`> /dev/stdout` in a script);
   * a look at it wakes them, and their first write tells them what has happened.
   */
  async #wakeWriters(): Promise<void> {
    while (!this.#finished) {
      try {
        closeSync(openSync(this.#pipe.path, constants.O_RDONLY | constants.O_NONBLOCK));
      } catch {
        return;
      }
      await this.#clock.sleep(wakeMs);
    }
  }

  /** Somebody still holds the pipe: without a reader their next write would kill them. */
  #handOver(): void {
    this.#finished = true;
    this.#source.pause();
    const cat = spawn("cat", [], {
      stdio: [this.#pipe.readDescriptor, this.#pipe.sink, "ignore"],
      detached: true,
    });
    cat.on("error", () => undefined);
    cat.unref();
  }
}

/** Writes what can be written; how many bytes that were. */
async function writeSome(descriptor: number, bytes: Buffer): Promise<number> {
  return await new Promise((resolve, reject) => {
    write(descriptor, bytes, (error, count) => {
      if (error === null) resolve(count);
      else if (error.code === "EAGAIN") resolve(0);
      else reject(error);
    });
  });
}
