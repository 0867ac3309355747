/**
 * Where are the recorded event streams of Bazel, and which comment does a row of them make?
 *
 * `testdata/bazel/<stream>/` holds the events, Bazel's own output, and the logs that the events point to.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Findings } from "../ingest/findings.js";
import { liveEntries } from "../merge/live.js";
import { commentCharsMax } from "../model/limits.js";
import { renderComment } from "../render/comment.js";
import { makeEntry, makeRoster, makeRun } from "./make-entry.js";

/** The folder of all streams. */
export const streamsFolder = resolve("testdata", "bazel");

/** One recorded stream. */
export interface BazelStream {
  readonly name: string;
  readonly folder: string;
  /** The events, their addresses of files pointing into `folder`. */
  readonly events: string;
  /** What Bazel wrote to its terminal. */
  readonly log: string;
  /** Of the last invocation. */
  readonly exitCode: number;
}

/** All of them by name. */
export function bazelStreams(): readonly BazelStream[] {
  return readdirSync(streamsFolder, { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .map((item) => bazelStream(item.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One of them. */
export function bazelStream(name: string): BazelStream {
  const folder = join(streamsFolder, name);
  const log = readFileSync(join(folder, "bazel.log"), "utf8");
  const recorded = readFileSync(join(folder, "events.ndjson"), "utf8");
  const here = pathToFileURL(folder).href;
  const events = recorded
    .replace(/file:\/\/[^"]*\/testlogs\//g, `${here}/testlogs/`)
    .replace(/file:\/\/[^"]*\/_tmp\/actions\//g, `${here}/actions/`);
  const exitCode = Number(/exit (\d+)\s*$/.exec(log)?.[1]);
  return { name, folder, events, log, exitCode };
}

/** Writes the events of a stream where a test wants them; returns the path. */
export function writeEvents(directory: string, events: string): string {
  const path = join(directory, "events.ndjson");
  writeFileSync(path, events);
  return path;
}

/** The comment with one row of these findings. */
export function commentOf(kind: string, findings: Findings): string {
  const startedAtMs = Date.UTC(2026, 0, 15, 12);
  const status = findings.status ?? "passed";
  const entry = makeEntry({
    job: kind,
    task: kind,
    kind,
    startedAtMs,
    elapsedMs: 42_000,
    jobUrl: "https://github.com/octo-org/widgets/actions/runs/100/job/7",
    ...findings,
    status,
  });
  const roster = makeRoster([entry], [makeRun({ status: "completed", conclusion: "success" })]);
  const nowMs = startedAtMs + 60_000;
  const context = { pullNumber: 1234, nowMs, programVersion: "0.0.0-golden" };
  return renderComment(roster, liveEntries(roster), context, commentCharsMax).visible;
}

/** A stream with a token wherever one can hold what was in the environment or on a command line. */
export function plantToken(events: string, token: string): string {
  return events
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => `${withToken(line, token)}\n`)
    .join("");
}

function withToken(line: string, token: string): string {
  const event = JSON.parse(line) as Record<string, unknown> & { id: Record<string, unknown> };
  const [kind = ""] = Object.keys(event.id);
  const option = (name: string): unknown => ({
    combinedForm: `--${name}=X=${token}`,
    optionName: name,
    optionValue: `X=${token}`,
  });
  switch (kind) {
    case "started":
      event["started"] = {
        ...(event["started"] as object),
        optionsDescription: `--test_env=X=${token}`,
        user: token,
      };
      break;
    case "unstructuredCommandLine":
      event["unstructuredCommandLine"] = { args: [`--client_env=X=${token}`] };
      break;
    case "optionsParsed": {
      const parsed = event["optionsParsed"] as { cmdLine?: string[]; explicitCmdLine?: string[] };
      const more = ["client_env", "test_env", "action_env", "define", "test_arg", "config"].map(
        (name) => `--${name}=X=${token}`,
      );
      event["optionsParsed"] = {
        ...parsed,
        cmdLine: [...(parsed.cmdLine ?? []), ...more],
        explicitCmdLine: [...(parsed.explicitCmdLine ?? []), ...more],
        explicitStartupOptions: more,
      };
      break;
    }
    case "structuredCommandLine": {
      const command = event["structuredCommandLine"] as { sections?: { optionList?: unknown }[] };
      const options = ["client_env", "remote_header", "bes_header"].map(option);
      event["structuredCommandLine"] = {
        ...command,
        sections: [...(command.sections ?? []), { optionList: { option: options } }],
      };
      break;
    }
    case "actionCompleted": {
      const action = event["action"] as Record<string, unknown>;
      event["action"] = {
        ...action,
        commandLine: ["env", `X=${token}`],
        failureDetail: { message: `exec env X=${token}` },
      };
      break;
    }
    case "targetCompleted":
    case "buildFinished": {
      const payload = kind === "buildFinished" ? "finished" : "completed";
      const detail = { failureDetail: { message: `exec env X=${token}` } };
      if (event[payload] !== undefined)
        event[payload] = { ...(event[payload] as object), ...detail };
      break;
    }
    case "workspaceStatus":
      event["workspaceStatus"] = { item: [{ key: "X", value: token }] };
      break;
    case "progress":
      event["progress"] = { stderr: `X=${token}` };
      break;
  }
  return JSON.stringify(event);
}
