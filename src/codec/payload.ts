/**
 * What does a run's board item hold?
 *
 * A zip with one file, `rollcall.json`: `{version, kind, head, lane, runs, entries}` and what else is
 * known: `quota` (what answers told of the token's budgets), `published` (when and where the comment was
 * last written, on GitHub's clock) and `shown`. Entries and runs are as in `roster-json.ts`, and read as
 * leniently; a payload of a newer version is refused by name.
 */
import { Buffer } from "node:buffer";
import { type Result, bad, ok } from "../base/result.js";
import type { Entry, QuotaObservation } from "../model/entry.js";
import { payloadBytesMax } from "../model/limits.js";
import type { Lane, Run, Shown } from "../model/roster.js";
import { quotaField } from "./entry-fields.js";
import {
  ProblemList,
  choiceField,
  flagField,
  integerField,
  listField,
  millisecondsField,
  recordField,
} from "./json-field.js";
import { type RosterParts, completeShown, rosterPartFields } from "./roster-fields.js";
import { entryToJson, runToJson } from "./roster-json.js";
import { unzipOne } from "./unzip.js";
import { checkVersion } from "./version.js";
import { zipOf } from "./zip.js";

/** The newest version of payloads that is known here. */
export const payloadVersion = 1;

/** What a board item holds. */
export interface Payload {
  readonly version: typeof payloadVersion;
  /** A task's own entry, or all that its writer knows of the run. */
  readonly kind: "entry" | "digest";
  readonly head: string;
  readonly lane: Lane;
  readonly entries: readonly Entry[];
  readonly runs: readonly Run[];
  readonly quota?: Quota;
  readonly published?: Published;
  readonly shown?: Shown;
}

/** What answers told of the budgets of REST and GraphQL. */
export interface Quota {
  readonly rest?: readonly QuotaObservation[];
  readonly graphql?: readonly QuotaObservation[];
}

/** The newest publication of the comment that is known. */
export interface Published {
  /** On GitHub's clock, in milliseconds since 1970. */
  readonly atMs: number;
  /** The publisher made sure that the comment holds the digest's entries: they need not do it again. */
  readonly verified?: boolean;
  /** The comment's log was seen to keep quick edits apart. */
  readonly logProven?: boolean;
}

/** What could be read of a payload, and a line for each thing that could not. */
export interface ReadPayload {
  readonly payload: Payload;
  readonly problems: readonly string[];
}

interface PayloadForm extends RosterParts {
  readonly version: number;
  readonly kind: Payload["kind"];
  readonly quota: Quota;
  readonly published: Published;
}

const fileName = "rollcall.json";
/** More observations than a throttle looks at (fact sheet 7.3). */
const observationsMax = 100;

const observations = listField(quotaField, observationsMax, "The newest observations.");
const publishedField = recordField<Published>(
  {
    atMs: millisecondsField("When, on GitHub's clock, in milliseconds since 1970."),
    verified: flagField("The comment was seen to hold the digest's entries."),
    logProven: flagField("The comment's edit log was seen to keep quick edits apart."),
  },
  ["atMs"],
  "The newest publication known.",
);
const payloadField = recordField<Partial<PayloadForm>>(
  {
    version: integerField(1, payloadVersion, "The version of this form."),
    kind: choiceField(["entry", "digest"], "One task's entry, or a whole run's."),
    ...rosterPartFields,
    quota: recordField<Quota>({ rest: observations, graphql: observations }, [], "Budgets."),
    published: publishedField,
  },
  ["kind", "lane", "head"],
  "A board item.",
);

/** The zip of a payload. */
export function encodePayload(payload: Payload): Uint8Array {
  const { version, kind, head, lane, quota, published, shown } = payload;
  const runs = payload.runs.map(runToJson);
  const entries = payload.entries.map(entryToJson);
  const json = { version, kind, head, lane, runs, entries, quota, published, shown };
  return zipOf(fileName, Buffer.from(JSON.stringify(json), "utf8"));
}

/** Reads a payload's zip. Never throws. */
export function decodePayload(zip: Uint8Array): Result<ReadPayload, string> {
  const bytes = unzipOne(zip, fileName, payloadBytesMax);
  if (!bytes.ok) return bytes;
  const json = parseJson(bytes.value);
  if (json === undefined) return bad(`${fileName}: expected JSON, found none`);
  const version = checkVersion(json, payloadVersion, fileName);
  if (!version.ok) return version;
  const problems = new ProblemList();
  const form = payloadField.read(version.value, "", problems);
  if (form?.kind === undefined || form.lane === undefined || form.head === undefined) {
    return bad(`${fileName}: ${problems.lines[0] ?? "not a payload"}`);
  }
  const { kind, head, lane, entries = [], runs = [], quota, published, shown } = form;
  const payload: Payload = {
    version: payloadVersion,
    kind,
    head,
    lane,
    entries,
    runs,
    ...(quota === undefined ? {} : { quota }),
    ...(published === undefined ? {} : { published }),
    ...(shown === undefined ? {} : { shown: completeShown(shown) }),
  };
  return ok({ payload, problems: problems.lines });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
