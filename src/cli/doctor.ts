/**
 * `rollcall doctor`: would publishing work here, and if not, which lines are missing?
 *
 * It writes nothing to GitHub and nothing to files. What cannot be told without writing is "unknown".
 */
import type { ContextFlags } from "./command-line/command-line.js";
import { adviceFor } from "./doctor/advice.js";
import { Examination, type Findings } from "./doctor/examine.js";
import { isJobToken, tokenSource } from "./doctor/place.js";
import { type DoctorReport, type Mode, topics } from "./doctor/report.js";
import { doctorText } from "./doctor/text.js";
import { exitCodes } from "./host/exit-code.js";
import type { Host } from "./host/host.js";
import { maskTexts } from "./log/mask-texts.js";
import { type Surroundings, surroundingsOrUsage } from "./publishing/surroundings.js";

/** Runs the command; returns the exit code. */
export async function doctorCommand(host: Host, flags: ContextFlags): Promise<number> {
  const surroundings = await surroundingsOrUsage(host, flags);
  if (surroundings === undefined) return exitCodes.wrongUsage;
  const { settings, log } = surroundings;
  const findings = await new Examination(host, surroundings).findings();
  const report = maskTexts(reportOf(host, surroundings, findings), (text) => log.mask(text));
  host.writeOut(settings.json ? `${JSON.stringify(report, null, 2)}\n` : doctorText(report));
  return report.works ? exitCodes.done : exitCodes.notPublished;
}

function reportOf(host: Host, { settings }: Surroundings, findings: Findings): DoctorReport {
  const { facts, lacks, obstacle } = findings;
  const mode = modeOf(findings);
  return {
    works: obstacle === undefined,
    mode,
    verdict: verdictOf(findings, mode, settings.stepSummaryPath !== undefined),
    facts: [...facts].sort((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic)),
    advice: adviceFor(lacks, {
      host: settings.host,
      version: host.version,
      jobToken: isJobToken(settings),
      tokenFrom: tokenSource(settings) ?? "ROLLCALL_TOKEN",
    }),
  };
}

function modeOf({ obstacle, noPull, hasBoard }: Findings): Mode {
  if (obstacle === undefined && noPull !== undefined) return "none needed";
  if (obstacle === undefined) return hasBoard ? "comment and board" : "comment alone";
  return hasBoard ? "board alone" : "nothing";
}

function verdictOf({ obstacle = "", noPull = "" }: Findings, mode: Mode, summary: boolean): string {
  const places = [
    ...(summary ? ["the job summary"] : []),
    ...(mode === "board alone"
      ? ["the run's board, where a rollcall sync whose token may write finds them"]
      : []),
  ];
  switch (mode) {
    case "comment and board":
      return "Publishing works: the comment is written, and the run's board spares requests.";
    case "comment alone":
      return "Publishing works, through the comment alone: every task publishes for itself.";
    case "none needed":
      return `There is nothing to publish here: ${noPull}`;
    case "board alone":
    case "nothing":
      return `Publishing does not work: ${obstacle}. Rows go to ${places.join(" and to ") || "nobody"}.`;
  }
}
