/** What do protocols cost, and how right are they, on the same days? One table. */
import { type DayOptions, usualDay } from "./day.js";
import { type DayFigures, playDay } from "./day-run.js";
import { rollcallProtocol } from "./rollcall-protocol.js";
import { stickyProtocol } from "./sticky-protocol.js";
import type { Protocol } from "./task-protocol.js";

const protocols: readonly Protocol[] = [rollcallProtocol, stickyProtocol];

/** One line of the table: what it says, and how it is made of a day's figures. */
type Line = readonly [label: string, figure: (figures: DayFigures) => string | number];

const lines: readonly Line[] = [
  ["REST requests charged", ({ costs }) => costs.rest],
  ["REST requests answered 304", ({ costs }) => costs.notModified],
  ["GraphQL points", ({ costs }) => costs.graphqlPoints],
  ["both", ({ costs }) => costs.rest + costs.graphqlPoints],
  ["both, before the first verdict", ({ pointsBeforeVerdicts }) => pointsBeforeVerdicts],
  ["writes", ({ costs }) => costs.writes],
  ["board calls", ({ boardCalls }) => boardCalls],
  ["downloads", ({ downloads }) => downloads],
  ["verdict to row, median", ({ verdictToRowMs }) => seconds(quantile(verdictToRowMs, 0.5))],
  [
    "verdict to row, 99th percentile",
    ({ verdictToRowMs }) => seconds(quantile(verdictToRowMs, 0.99)),
  ],
  ["held up after the command, median", ({ heldMs }) => seconds(quantile(heldMs, 0.5))],
  ["held up after the command, longest", ({ heldMs }) => seconds(heldMs.at(-1) ?? 0)],
  ["rows lost or wrong at rest", ({ wrongAtRest, jobs }) => `${wrongAtRest} of ${jobs}`],
  ["verdicts overwritten for a moment", ({ overwrittenMs }) => overwrittenMs.length],
  ["the longest such moment", ({ overwrittenMs }) => seconds(overwrittenMs.at(-1) ?? 0)],
  ["comments made", ({ commentsMade }) => commentsMade],
  ["comments at rest", ({ commentsAtRest }) => commentsAtRest],
  ["largest comment, characters", ({ bodyCharsMax }) => bodyCharsMax],
];

/** The table for one size of day. */
export async function benchTable(jobsPerWorkflow: number, seed: string): Promise<string> {
  const options: DayOptions = { ...usualDay, jobsPerWorkflow };
  const days: DayFigures[] = [];
  for (const protocol of protocols) days.push(await playDay(protocol, options, seed));
  return [
    `| ${options.workflows} workflows of ${jobsPerWorkflow} jobs | ${days.map(({ protocol }) => protocol).join(" | ")} |`,
    `|---|${days.map(() => "---:|").join("")}`,
    ...lines.map(([label, figure]) => `| ${label} | ${days.map(figure).join(" | ")} |`),
  ].join("\n");
}

/** How the cost grows with the number of jobs, verdict writes apart. */
export async function growthTable(sizes: readonly number[], seed: string): Promise<string> {
  const rows: string[] = [];
  for (const jobsPerWorkflow of sizes) {
    const figures = await playDay(rollcallProtocol, { ...usualDay, jobsPerWorkflow }, seed);
    const { costs, pointsBeforeVerdicts, wrongAtRest } = figures;
    rows.push(
      `| ${jobsPerWorkflow} | ${costs.rest} | ${costs.graphqlPoints} | ${costs.writes} | ${pointsBeforeVerdicts} | ${wrongAtRest} |`,
    );
  }
  return [
    "| jobs a workflow | REST | GraphQL points | writes | before the first verdict | wrong at rest |",
    "|---:|---:|---:|---:|---:|---:|",
    ...rows,
  ].join("\n");
}

function quantile(values: readonly number[], part: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1_000).toFixed(1)} s`;
}
