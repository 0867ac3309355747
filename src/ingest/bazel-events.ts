/**
 * Which events does a build event file hold?
 *
 * Bazel writes one JSON object a line, `{"id":{"KIND":...`. The kind is looked at before anything is parsed,
 * since most of a large file is of kinds that nobody needs (`progress`, `namedSet`) or says no more than
 * that one more target was built.
 */
import type { BazelEvent } from "./bazel-event.js";
import { eventsOf } from "./bazel-event-fields.js";
import { type EventLine, EventLines } from "./bazel-event-lines.js";

/** Who is told. */
export interface BazelEventSink {
  onEvent(event: BazelEvent): void;
  /** A line that could not be used, by its number. */
  onProblem(problem: string): void;
}

/** Reads a file from piece to piece. */
export class BazelEventReader {
  readonly #sink: BazelEventSink;
  readonly #lines = new EventLines();
  #problemCount = 0;
  #lineCount = 0;

  constructor(sink: BazelEventSink) {
    this.#sink = sink;
  }

  /** How many lines there were: none means that this is no event file, or an empty one. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    this.#lines.push(bytes, this.#take);
  }

  /** The file has ended: what is left is a line that Bazel may not have finished. */
  finish(): void {
    this.#lines.finish((line) => {
      this.#take(line, true);
    });
  }

  readonly #take = (line: EventLine, unfinished = false): void => {
    this.#lineCount += 1;
    const events = readLine(line);
    if (typeof events !== "string") {
      for (const event of events) this.#sink.onEvent(event);
      return;
    }
    // Half a line at the end of the file is how Bazel looks when it was killed.
    if (unfinished) return;
    this.#problemCount += 1;
    if (this.#problemCount > problemsMax + 1) return;
    const what = this.#problemCount <= problemsMax ? events : "further bad lines are not named";
    this.#sink.onProblem(`line ${line.number}: ${what}`);
  };
}

const problemsMax = 5;
const prefix = Buffer.from('{"id":{"');
const quoteByte = 0x22;
const kindCharsMax = 40;
/** An aborted event is small: nobody looks for one in the middle of a megabyte of progress. */
const abortedBytesMax = 64 * 1024;
const aborted = Buffer.from('"aborted":{');

/** Kinds whose events are parsed, unless the bytes say that there is nothing in it for us. */
const skippedIf: Readonly<Record<string, Buffer | undefined>> = {
  started: undefined,
  optionsParsed: undefined,
  pattern: undefined,
  targetConfigured: undefined,
  targetCompleted: undefined,
  actionCompleted: Buffer.from('"action":{"success":true'),
  testResult: Buffer.from('"status":"PASSED"'),
  testSummary: undefined,
  buildFinished: undefined,
};
const commandLine = "structuredCommandLine";
const resultsUrl = Buffer.from("bes_results_url");
const targetCompleted = "targetCompleted";
const testSummary = "testSummary";
const passed = Buffer.from('"overallStatus":"PASSED"');
const cached = Buffer.from('"totalNumCached"');
const built = Buffer.from('"completed":{"success":true');

/** The events of one line, or what is wrong with it. */
function readLine({ bytes, cut }: EventLine): readonly BazelEvent[] | string {
  const kind = kindOf(bytes);
  // Bazel's own form is not the only one that the same JSON can have.
  if (kind === undefined) return cut ? tooLong : parse(bytes);
  const wanted = kind === commandLine ? bytes.includes(resultsUrl) : Object.hasOwn(skippedIf, kind);
  if (!wanted) {
    const head = bytes.length > abortedBytesMax ? bytes.subarray(0, abortedBytesMax) : bytes;
    return head.includes(aborted) ? (cut ? tooLong : parse(bytes)) : none;
  }
  const boring = skippedIf[kind];
  if (boring !== undefined && bytes.includes(boring)) return none;
  // The two most frequent kinds say no more than their id and that all is well.
  if (kind === targetCompleted && bytes.includes(built)) {
    const id = idOf(bytes);
    if (id !== undefined) return eventsOf({ id, completed: { success: true } });
  }
  if (kind === testSummary && bytes.includes(passed) && !bytes.includes(cached)) {
    const id = idOf(bytes);
    if (id !== undefined) return eventsOf({ id, testSummary: { overallStatus: "PASSED" } });
  }
  return cut ? tooLong : parse(bytes);
}

const none: readonly BazelEvent[] = [];
const tooLong = "longer than a megabyte; skipped";

function kindOf(bytes: Buffer): string | undefined {
  for (let index = 0; index < prefix.length; index += 1) {
    if (bytes[index] !== prefix[index]) return undefined;
  }
  const end = bytes.indexOf(quoteByte, prefix.length);
  if (end < 0 || end - prefix.length > kindCharsMax) return undefined;
  return bytes.toString("latin1", prefix.length, end);
}

function parse(bytes: Buffer): readonly BazelEvent[] | string {
  const value = jsonOf(bytes.toString("utf8"));
  if (value === undefined) return "expected a build event as one JSON object; skipped";
  return typeof value === "object" && value !== null && !Array.isArray(value) && "id" in value
    ? eventsOf(value)
    : "expected a build event with an id; skipped";
}

/** Undefined if it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const idBytesMax = 4_096;

/** The value of `"id":` alone, without the rest of a long line. */
function idOf(bytes: Buffer): unknown {
  const start = prefix.length - 2;
  const limit = Math.min(bytes.length, start + idBytesMax);
  let depth = 0;
  let inText = false;
  for (let index = start; index < limit; index += 1) {
    const byte = bytes[index];
    if (inText) {
      if (byte === 0x5c) index += 1;
      else if (byte === quoteByte) inText = false;
    } else if (byte === quoteByte) {
      inText = true;
    } else if (byte === 0x7b) {
      depth += 1;
    } else if (byte === 0x7d) {
      depth -= 1;
      if (depth === 0) return jsonOf(bytes.toString("utf8", start, index + 1));
    }
  }
  return undefined;
}
