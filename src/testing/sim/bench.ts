/** What do protocols cost, and how right are they, on the same days? One table. */
import type { DayOptions } from "./day/day.js";
import { type Spent, pointsOf } from "./day/day-costs.js";
import { type DayFigures, playDay } from "./day/day-run.js";
import type { Protocol } from "./protocols/task-protocol.js";

export { usualDay } from "./day/day.js";

/** All that can be compared, by the names that the command knows. */
export { honestProtocols as protocols } from "./protocols.js";

/** What is to be played. */
export interface BenchOptions {
  readonly day: DayOptions;
  readonly seeds: readonly string[];
  readonly protocols: readonly Protocol[];
  /** Jobs a workflow: how the cost grows with them. */
  readonly sizes: readonly number[];
}

/** Days of one protocol and one size. */
type Days = readonly DayFigures[];

/** One line of the table: what it says, and how it is made of the days. */
type Line = readonly [label: string, figure: (days: Days) => string];

const lines: readonly Line[] = [
  ["REST requests charged", sumOf(({ live, verdicts }) => live.rest + verdicts.rest)],
  ["REST requests answered 304", bothOf(({ notModified }) => notModified)],
  ["GraphQL points", bothOf(({ graphqlPoints }) => graphqlPoints)],
  ["cost: requests and points", bothOf(pointsOf)],
  ["cost before the first verdict", sumOf(({ beforeVerdicts }) => beforeVerdicts)],
  ["cost of live updates", sumOf(({ live }) => pointsOf(live))],
  ["cost of verdicts", sumOf(({ verdicts }) => pointsOf(verdicts))],
  ["refused by a rate limit", bothOf(({ refused }) => refused)],
  ["writes", bothOf(({ writes }) => writes)],
  ["rewrites after lost races", sumOf(({ rewrites }) => rewrites)],
  ["board calls", sumOf(({ boardCalls }) => boardCalls)],
  ["downloads", sumOf(({ downloads }) => downloads)],
  ["verdict to row, median", quantileOf(({ verdictToRowMs }) => verdictToRowMs, 0.5)],
  ["verdict to row, 99th percentile", quantileOf(({ verdictToRowMs }) => verdictToRowMs, 0.99)],
  ["verdicts never shown", sumOf(({ jobs, verdictToRowMs }) => jobs - verdictToRowMs.length)],
  ["held up after the command, median", quantileOf(({ heldMs }) => heldMs, 0.5)],
  ["held up after the command, longest", quantileOf(({ heldMs }) => heldMs, 1)],
  ["rows lost or wrong at rest", sumOf(({ wrongAtRest }) => wrongAtRest)],
  ["verdicts overwritten for a moment", sumOf(({ overwrittenMs }) => overwrittenMs.length)],
  ["such a moment, median", quantileOf(({ overwrittenMs }) => overwrittenMs, 0.5)],
  ["such a moment, longest", quantileOf(({ overwrittenMs }) => overwrittenMs, 1)],
  ["duplicate comments ever made", sumOf(({ commentsMade }) => Math.max(0, commentsMade - 1))],
  ["duplicate comments at rest", sumOf(({ commentsAtRest }) => Math.max(0, commentsAtRest - 1))],
  [
    "largest comment, characters",
    (days) => String(Math.max(...days.map((day) => day.bodyCharsMax))),
  ],
];

/** The table; `progress` is told what is being played. */
export async function benchTable(
  { day, seeds, protocols: compared, sizes }: BenchOptions,
  progress: (text: string) => void,
): Promise<string> {
  const play = async (protocol: Protocol, jobsPerWorkflow: number): Promise<Days> => {
    const days: DayFigures[] = [];
    for (const seed of seeds) {
      progress(`${protocol.name}, ${jobsPerWorkflow} jobs a workflow, seed ${seed}`);
      days.push(await playDay(protocol, { ...day, jobsPerWorkflow }, seed));
    }
    return days;
  };
  const columns: string[][] = [];
  for (const protocol of compared) {
    const days = await play(protocol, day.jobsPerWorkflow);
    const growth: Days[] = [];
    for (const size of sizes) {
      growth.push(size === day.jobsPerWorkflow ? days : await play(protocol, size));
    }
    columns.push([
      protocol.name,
      "---:",
      ...lines.map(([, figure]) => figure(days)),
      ...growthFigures(growth),
    ]);
  }
  const labels = [
    `${day.workflows} workflows of ${day.jobsPerWorkflow} jobs`,
    "---",
    ...lines.map(([label]) => label),
    ...growthLabels(sizes),
  ];
  return labels
    .map((label, row) => `| ${[label, ...columns.map((column) => column[row])].join(" | ")} |`)
    .join("\n");
}

function growthLabels(sizes: readonly number[]): string[] {
  if (sizes.length === 0) return [];
  const span = `from ${sizes.at(0)} to ${sizes.at(-1)} jobs a workflow`;
  return [
    ...sizes.map((size) => `cost at ${size} jobs a workflow: live + verdicts`),
    ...sizes.map((size) => `wrong at rest, refused: at ${size} jobs a workflow`),
    `growth of the live updates' cost ${span}`,
    `growth of the whole cost ${span}`,
  ];
}

function growthFigures(growth: readonly Days[]): string[] {
  const [first] = growth;
  const last = growth.at(-1);
  if (first === undefined || last === undefined) return [];
  const live = (days: Days): number => mean(days.map((day) => pointsOf(day.live)));
  const verdicts = (days: Days): number => mean(days.map((day) => pointsOf(day.verdicts)));
  const all = (days: Days): number => live(days) + verdicts(days);
  const wrong = sumOf(({ wrongAtRest }) => wrongAtRest);
  const refused = bothOf((spent) => spent.refused);
  return [
    ...growth.map((days) => `${number(live(days))} + ${number(verdicts(days))}`),
    ...growth.map((days) => `${wrong(days)}, ${refused(days)}`),
    ratio(live(last), live(first)),
    ratio(all(last), all(first)),
  ];
}

/** The mean over the days. */
function sumOf(figure: (day: DayFigures) => number): (days: Days) => string {
  return (days) => number(mean(days.map(figure)));
}

/** The same of live updates and verdicts together. */
function bothOf(figure: (spent: Spent) => number): (days: Days) => string {
  return sumOf(({ live, verdicts }) => figure(live) + figure(verdicts));
}

/** A quantile over the values of all days. */
function quantileOf(
  values: (day: DayFigures) => readonly number[],
  part: number,
): (days: Days) => string {
  return (days) => {
    const all = days.flatMap(values).sort((a, b) => a - b);
    const value = all[Math.min(all.length - 1, Math.floor(all.length * part))];
    return value === undefined ? "–" : `${(value / 1_000).toFixed(1)} s`;
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function ratio(value: number, base: number): string {
  return base === 0 ? "–" : `${(value / base).toFixed(2)}x`;
}
