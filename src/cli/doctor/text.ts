/** How does the doctor's report read in a terminal or a CI log? Plain text, narrow columns, no colours. */
import type { DoctorReport, Fact } from "./report.js";

const marks: Readonly<Record<Fact["standing"], string>> = {
  ok: "ok",
  missing: "MISSING",
  unknown: "unknown",
  note: "note",
};

/** The text, with a line break at its end. */
export function doctorText({ verdict, facts, advice }: DoctorReport): string {
  const topicWidth = Math.max(...facts.map(({ topic }) => topic.length));
  const markWidth = Math.max(...Object.values(marks).map((mark) => mark.length));
  const lines = facts.map(
    ({ topic, standing, text }) =>
      `${marks[standing].padEnd(markWidth)}  ${topic.padEnd(topicWidth)}  ${printable(text)}`,
  );
  const added = advice.flatMap(({ what, lines: yaml }) => [
    "",
    `${what}:`,
    "",
    ...yaml.split("\n").map((line) => (line === "" ? "" : `    ${line}`)),
  ]);
  return `${[printable(verdict), "", ...lines, ...added].join("\n")}\n`;
}

/** Text of strangers must not move the cursor. */
function printable(text: string): string {
  return text.replace(/[^\P{C}]/gu, " ");
}
