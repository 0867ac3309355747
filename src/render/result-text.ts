/** What does a row say after its 💬? (Fact sheet 2.4.) */
import { noteCharsMax, resultCharsMax } from "../model/limits.js";
import type { LiveEntry } from "../model/live-entry.js";
import { cleanClip } from "./escape.js";

/** The text of the row as a clean line, never empty. */
export function resultText(live: LiveEntry): string {
  const { entry, endedWithout } = live;
  if (endedWithout !== undefined) {
    const how = runEnd(endedWithout.conclusion);
    return `aborted (${how === "" ? "" : `${how} · `}no verdict was reported)`;
  }
  const result = cleanClip(entry.result ?? "", resultCharsMax);
  switch (entry.status) {
    case "aborted": {
      const reason = cleanClip(entry.abortReason ?? "", noteCharsMax);
      return reason === "" ? "aborted" : `aborted (${reason})`;
    }
    case "failed":
      return failedText(cleanClip(entry.failedInPhase ?? "", noteCharsMax), result);
    case "running":
      return result === "" ? "Starting..." : result;
    default:
      return result === "" ? entry.status : result;
  }
}

function failedText(phase: string, result: string): string {
  if (phase === "") return result === "" ? "failed" : result;
  const inPhase = `failed in ${phase}`;
  return result === "" || saysNoMore(result, phase) ? inPhase : `${inPhase} · ${result}`;
}

/** True for `Bazel build failed`, `build failed` and `failed` beside `failed in build`. */
function saysNoMore(result: string, phase: string): boolean {
  const words = result
    .toLowerCase()
    .replace(/^bazel /, "")
    .replace(/[.!]$/, "");
  const place = phase.toLowerCase();
  return [`${place} failed`, `failed in ${place}`, "failed"].includes(words);
}

/** GitHub's conclusion of a run in words. */
function runEnd(conclusion: string): string {
  const known: Readonly<Record<string, string>> = {
    success: "run succeeded",
    failure: "run failed",
    cancelled: "run cancelled",
    timed_out: "run timed out",
    startup_failure: "run failed to start",
    stale: "run went stale",
  };
  const word = cleanClip(conclusion, noteCharsMax).replace(/_/g, " ");
  if (word === "") return "";
  return Object.hasOwn(known, conclusion) ? (known[conclusion] ?? "") : `run ended as ${word}`;
}
