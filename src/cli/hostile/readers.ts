/**
 * Which of our readers take bytes of strangers, and what do they say of these?
 *
 * Only for the tests and `tools/fuzz.mjs`: one line a reader, by the name of its folder in
 * `testdata/hostile`. A reader gives its lines about what is wrong; none means that all was taken. It
 * never throws.
 */
import { GitHubApi } from "../../adapters/github/api.js";
import { FallbackComments } from "../../adapters/github/comments.js";
import { GraphqlComments } from "../../adapters/github/graphql-comments.js";
import { AnswerObserver } from "../../adapters/github/observer.js";
import { RestComments } from "../../adapters/github/rest-comments.js";
import { RestRuns } from "../../adapters/github/runs.js";
import { ok } from "../../base/result.js";
import { parseName } from "../../codec/board-name.js";
import { parseEntryFields } from "../../codec/entry-json.js";
import { decodePayload } from "../../codec/payload.js";
import { rosterFromJson } from "../../codec/roster-json.js";
import { decodeBody } from "../../codec/state-block.js";
import { decodeTombstone } from "../../codec/tombstone.js";
import { zipOf } from "../../codec/zip.js";
import { RollcallError } from "../../model/errors.js";
import { triggeringRunOf } from "../ci-context/triggering-run.js";
import { parseConfigFile } from "../settings/config-file.js";
import { commitAt, pullNumberAt, readEventFile } from "../ci-context/event-payload.js";
import {
  readBuildEvents,
  readJUnit,
  readOutput,
  readSarifFile,
  readUpdates,
} from "./result-readers.js";
import { parseRuntimeToken } from "../host/runtime-token.js";
import { problemLine } from "../input/problem.js";

/** What a reader says of these bytes. */
export type HostileReader = (bytes: Uint8Array) => Promise<readonly string[]>;

/** All readers, by folder. */
export const hostileReaders: Readonly<Record<string, HostileReader>> = {
  answers: readAnswer,
  "build-events": readBuildEvents,
  comments: async (bytes) => await Promise.resolve(readComment(textOf(bytes))),
  config: async (bytes) => await readConfig(textOf(bytes)),
  entries: async (bytes) => await Promise.resolve(readEntry(textOf(bytes))),
  events: async (bytes) => await readEvent(textOf(bytes)),
  junit: async (bytes) => await Promise.resolve(readJUnit(bytes)),
  names: async (bytes) => await Promise.resolve(readNames(textOf(bytes))),
  output: async (bytes) => await Promise.resolve(readOutput(bytes)),
  payloads: async (bytes) => await Promise.resolve(readZip(zipOf("rollcall.json", bytes))),
  rosters: async (bytes) => await Promise.resolve(readRoster(textOf(bytes))),
  sarif: async (bytes) => await Promise.resolve(readSarifFile(bytes)),
  tokens: async (bytes) => await Promise.resolve(readToken(textOf(bytes))),
  updates: async (bytes) => await Promise.resolve(readUpdates(bytes)),
  zips: async (bytes) => await Promise.resolve(readZip(bytes)),
};

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function readComment(body: string): readonly string[] {
  const survivor = decodeTombstone(body);
  if (survivor !== undefined) return [`tombstone: gave way to ${survivor}`];
  const decoded = decodeBody(body);
  switch (decoded.kind) {
    case "state":
      return decoded.textIntact ? [] : ["state: the visible text was changed"];
    case "newer":
      return [`newer: format ${decoded.version}`];
    case "damaged":
      return [`damaged: ${decoded.problem}`];
    case "none":
      return ["none: no state block"];
  }
}

function readZip(zip: Uint8Array): readonly string[] {
  const read = decodePayload(zip);
  return read.ok ? read.value.problems : [read.problem];
}

function readEntry(text: string): readonly string[] {
  const value = jsonOf(text);
  return value === undefined
    ? ["no JSON"]
    : parseEntryFields(value, { unknownFields: "named" }).problems;
}

function readRoster(text: string): readonly string[] {
  const value = jsonOf(text);
  if (value === undefined) return ["no JSON"];
  const read = rosterFromJson(value);
  return read.ok ? read.value.problems : [read.problem];
}

async function readConfig(text: string): Promise<readonly string[]> {
  const read = await parseConfigFile(text, "rollcall.yaml");
  return (read.ok ? read.value.warnings : read.problem).map(problemLine);
}

/** What would be taken from the event: everything else in it is never looked at. */
async function readEvent(text: string): Promise<readonly string[]> {
  const event = await readEventFile("event.json", async () => await Promise.resolve(ok(text)));
  if (!event.ok) return [problemLine(event.problem)];
  const number = pullNumberAt(event.value, "pull_request", "number");
  const head = commitAt(event.value, "pull_request", "head", "sha");
  const run = triggeringRunOf(event.value, { owner: "octo", name: "demo" });
  const told = run === undefined ? "no run" : `run ${run.id} with pulls [${run.pulls.join(", ")}]`;
  return [`pull request ${number ?? "none"}, head ${head ?? "none"}, ${told}`];
}

function readNames(text: string): readonly string[] {
  const names = text.split("\n").slice(0, 50);
  return names
    .filter((name) => name !== "" && parseName(name) === undefined)
    .map((name) => `not ours: ${JSON.stringify(name.slice(0, 60))}`);
}

function readToken(text: string): readonly string[] {
  const read = parseRuntimeToken(text.trim());
  return read.ok ? [] : [read.problem];
}

/** The same answer to every request of reading comments and runs, over GraphQL and over REST. */
async function readAnswer(body: Uint8Array): Promise<readonly string[]> {
  const sleep = async (): Promise<boolean> => await Promise.resolve(true);
  const clock = { monotonicMs: () => 0, wallMs: () => 0, sleep };
  const observer = new AnswerObserver(clock);
  const headers = { "content-type": "application/json; charset=utf-8" };
  const http = {
    send: async () => await Promise.resolve({ status: 200, headers, body }),
  };
  const api = new GitHubApi({
    apiUrl: "https://api.example",
    graphqlUrl: "https://api.example/graphql",
    http,
    token: { current: () => "t", renew: async () => await Promise.resolve(false) },
    observer,
    userAgent: "rollcall",
    timeoutMs: 1_000,
  });
  const where = {
    owner: "octo",
    name: "demo",
    pullNumber: 7,
    marker: "<!-- rollcall:pull-request-7 -->",
  };
  const log = { write: (): void => undefined };
  const graphql = new GraphqlComments(api, observer, where);
  const rest = new RestComments(api, observer, where);
  const runs = new RestRuns(api, { ...where, http, timeoutMs: 1_000, log });
  const comments = new FallbackComments(graphql, rest, log);
  const asked: readonly (() => Promise<unknown>)[] = [
    async () => await comments.read({ edits: 1, knownId: "1:IC_1" }),
    async () => await graphql.update("1:IC_1", "x"),
    async () => await rest.update("1:IC_1", "x"),
    async () => await runs.ofHead("a".repeat(40)),
    async () => await runs.byId("1"),
  ];
  const lines = await Promise.all(asked.map(lineOf));
  return lines.filter((line) => line !== undefined);
}

async function lineOf(ask: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
