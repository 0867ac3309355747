/** What do the lines say that a command has told of its own progress? Pure: a bad one is named and skipped. */
import { type ReadEntryFields, parseEntryFields } from "../../codec/entry-json.js";
import type { NumberedLine } from "../../ingest/lines.js";
import { shownValue } from "../input/problem.js";
import { type OwnFields, ownFields } from "../task/options-fields.js";

/** What one look at the file gave. */
export interface UpdatesBatch {
  /** The fields that were set since the last look; of each the last value. */
  readonly fields: OwnFields;
  /** Bad lines by number, one line each. */
  readonly problems: readonly string[];
}

/** Turns one line's JSON into fields: `parseEntryFields` of the codec. */
export type ParseUpdate = (value: unknown) => ReadEntryFields;

/** An entry with everything at its limits is smaller. */
export const updateLineBytesMax = 1024 * 1024;
const problemsMax = 20;

/** Reads lines; of many bad ones only the first are named. */
export class UpdateLines {
  readonly #parse: ParseUpdate;
  #problemCount = 0;

  constructor(parse: ParseUpdate = parseNamed) {
    this.#parse = parse;
  }

  /** What these lines say, in their order. */
  take(lines: readonly NumberedLine[]): UpdatesBatch {
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
      return { fields: {}, problems: [`longer than ${updateLineBytesMax} bytes; skipped`] };
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

/** A person wrote the command that writes the lines: misspelt fields are worth a word. */
function parseNamed(value: unknown): ReadEntryFields {
  return parseEntryFields(value, { unknownFields: "named" });
}
