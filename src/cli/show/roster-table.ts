/** How does a roster read in a terminal? One line a task, columns as wide as needed. */
import { liveEntries } from "../../merge/live.js";
import type { LiveEntry } from "../../model/live-entry.js";
import type { Roster } from "../../model/roster.js";
import { isGuessedLeg } from "../../model/leg.js";

/** The table, with a line above it on what it is of. */
export function rosterTable(roster: Roster): string {
  const summarised = (roster.summaries ?? []).reduce((sum, { tasks }) => sum + tasks.length, 0);
  const count = roster.entries.length + summarised;
  const left = summarised === 0 ? "" : `, of which ${summarised} are only counted for want of room`;
  const head = `${roster.lane} ${roster.head.slice(0, 7)}: ${count} task${count === 1 ? "" : "s"}${left}`;
  const rows = [
    ["STATUS", "TASK", "KIND", "JOB", "WORKFLOW", "RESULT"],
    ...liveEntries(roster).map(cells),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${head}\n${lines.join("\n")}\n`;
}

function cells({ entry, endedWithout }: LiveEntry): string[] {
  const status = endedWithout === undefined ? entry.status : "aborted";
  const result =
    endedWithout === undefined
      ? (entry.result ?? "")
      : `no verdict (run ${endedWithout.conclusion === "" ? "ended" : endedWithout.conclusion})`;
  const leg = entry.leg === "" || isGuessedLeg(entry.leg) ? "" : ` (${entry.leg})`;
  return [status, entry.task, entry.kind, `${entry.job}${leg}`, entry.workflow, result].map(
    printable,
  );
}

/** Text of strangers must not move the cursor. */
function printable(text: string): string {
  return text.replace(/[^\P{C}]/gu, " ");
}
