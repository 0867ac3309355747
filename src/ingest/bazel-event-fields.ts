/** What does one parsed build event say? (Fact sheet 8.3; `build_event_stream.proto`.) */
import type { BazelEvent, TestStatus } from "./bazel-event.js";
import { count, items, members, optionalCount, text } from "./bazel-json.js";

const testStatuses: readonly string[] = [
  "NO_STATUS",
  "PASSED",
  "FLAKY",
  "TIMEOUT",
  "FAILED",
  "INCOMPLETE",
  "REMOTE_FAILURE",
  "FAILED_TO_BUILD",
  "TOOL_HALTED_BEFORE_TESTING",
];
const labelCharsMax = 1_000;
const uriCharsMax = 8_000;
const descriptionCharsMax = 16_000;
const patternsMax = 50;
const optionsMax = 1_000;

/** The events that it stands for: mostly one, or none that matters. */
export function eventsOf(value: unknown): readonly BazelEvent[] {
  const event = members(value);
  const id = members(event["id"]);
  const [kind = ""] = Object.keys(id);
  const of = members(id[kind]);
  if (event["aborted"] !== undefined) return [abortedEvent(kind, of, members(event["aborted"]))];
  switch (kind) {
    case "started":
      return [startedEvent(members(event["started"]))];
    case "structuredCommandLine":
      return resultsUrl(event["structuredCommandLine"]);
    case "optionsParsed":
      return [explicitOptions(members(event["optionsParsed"]))];
    case "pattern":
      return [{ kind: "patterns", patterns: patternsOf(of) }];
    case "targetConfigured": {
      if (text(of["aspect"]) !== "") return [];
      const rule = text(members(event["configured"])["targetKind"], 200).replace(/ rule$/, "");
      return [{ kind: "configured", label: labelOf(of), rule }];
    }
    case "targetCompleted":
      return [
        {
          kind: "completed",
          label: labelOf(of),
          aspect: text(of["aspect"]) !== "",
          success: members(event["completed"])["success"] === true,
        },
      ];
    case "actionCompleted":
      return actionEvents(of, members(event["action"]));
    case "testResult":
      return attemptEvents(of, members(event["testResult"]));
    case "testSummary":
      return [summaryEvent(of, members(event["testSummary"]))];
    case "buildFinished": {
      const exit = members(members(event["finished"])["exitCode"]);
      return [{ kind: "finished", code: count(exit["code"]), name: text(exit["name"], 100) }];
    }
    default:
      return [];
  }
}

function startedEvent(started: Readonly<Record<string, unknown>>): BazelEvent {
  return {
    kind: "started",
    invocationId: text(started["uuid"], 100),
    command: text(started["command"], 100),
  };
}

function abortedEvent(
  announced: string,
  of: Readonly<Record<string, unknown>>,
  aborted: Readonly<Record<string, unknown>>,
): BazelEvent {
  const label = labelOf(of) || (patternsOf(of)[0] ?? "");
  return {
    kind: "aborted",
    announced,
    label: label === "" ? undefined : label,
    aspect: text(of["aspect"]) !== "",
    reason: text(aborted["reason"], 100) || "UNKNOWN",
    description: text(aborted["description"], descriptionCharsMax),
  };
}

/** Of all that a command line holds only this one address. */
function resultsUrl(value: unknown): readonly BazelEvent[] {
  const options = items(members(value)["sections"]).flatMap((section) =>
    items(members(members(section)["optionList"])["option"]),
  );
  for (const option of [...options].reverse()) {
    if (members(option)["optionName"] !== "bes_results_url") continue;
    const url = text(members(option)["optionValue"], uriCharsMax);
    return url === "" ? [] : [{ kind: "results-url", url }];
  }
  return [];
}

/** The options that were typed; which of them may be shown is decided by `bazel-kept-options.ts`. */
function explicitOptions(parsed: Readonly<Record<string, unknown>>): BazelEvent {
  const options = items(parsed["explicitCmdLine"])
    .slice(0, optionsMax)
    .map((item) => text(item));
  return { kind: "explicit-options", options };
}

function actionEvents(
  of: Readonly<Record<string, unknown>>,
  action: Readonly<Record<string, unknown>>,
): readonly BazelEvent[] {
  if (action["success"] === true) return [];
  return [
    {
      kind: "action-failed",
      label: labelOf(of) || labelOf(action),
      mnemonic: text(action["type"], 200),
      stderr: uriOf(action["stderr"]),
      stdout: uriOf(action["stdout"]),
    },
  ];
}

function attemptEvents(
  of: Readonly<Record<string, unknown>>,
  result: Readonly<Record<string, unknown>>,
): readonly BazelEvent[] {
  const status = text(result["status"], 100);
  if (status === "PASSED") return [];
  const outputs = items(result["testActionOutput"]).map(members);
  const output = (name: string): string | undefined =>
    uriOf(outputs.find((one) => one["name"] === name));
  return [
    {
      kind: "attempt-failed",
      label: labelOf(of),
      status,
      durationMs: optionalCount(result["testAttemptDurationMillis"]),
      log: output("test.log"),
      xml: output("test.xml"),
    },
  ];
}

function summaryEvent(
  of: Readonly<Record<string, unknown>>,
  summary: Readonly<Record<string, unknown>>,
): BazelEvent {
  const status = text(summary["overallStatus"], 100);
  const cached = count(summary["totalNumCached"]);
  return {
    kind: "test-summary",
    label: labelOf(of),
    status: testStatuses.includes(status) ? (status as TestStatus) : "NO_STATUS",
    cached: cached > 0 && cached >= count(summary["totalRunCount"]),
    durationMs: optionalCount(summary["totalRunDurationMillis"]),
  };
}

function labelOf(of: Readonly<Record<string, unknown>>): string {
  return text(of["label"], labelCharsMax);
}

function uriOf(file: unknown): string | undefined {
  const uri = members(file)["uri"];
  return typeof uri === "string" && uri.length <= uriCharsMax ? uri : undefined;
}

function patternsOf(of: Readonly<Record<string, unknown>>): readonly string[] {
  return items(of["pattern"])
    .slice(0, patternsMax)
    .map((pattern) => text(pattern, labelCharsMax))
    .filter((pattern) => pattern !== "");
}
