/**
 * What did linters and scanners find, according to a SARIF 2.1.0 file (OASIS)?
 *
 * Counted is what is wrong now: not what was suppressed, passed or has gone since the baseline. Nothing that
 * the file names is opened.
 */
import { type Result, bad, ok } from "../base/result.js";
import { nameCharsMax } from "../model/limits.js";
import { clipText } from "./excerpt-lines.js";
import { isSarifLevel, levelOf, ruleOf } from "./sarif-level.js";
import { type Json, itemsOf, objectOf, textOf } from "./sarif-json.js";
import { messageOf, placeOf } from "./sarif-place.js";
import type { SarifLevel, SarifLine, SarifReport } from "./sarif-report.js";

/** So many lines of each level are kept. */
const linesMax = 30;
/** A message is a sentence; more of it is not shown. */
const lineCharsMax = 400;

/** How the file is read. */
export interface SarifOptions {
  /** The folder from which paths are shown, with `/` and none at its end. */
  readonly rootPath?: string;
}

/** Reads a file's text; what is wrong is said in words behind "found". */
export function readSarif(text: string, options: SarifOptions = {}): Result<SarifReport, string> {
  if (text.trim() === "") return bad("an empty file");
  let log: unknown;
  try {
    log = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return bad("text that is no JSON");
  }
  const { version, runs } = objectOf(log);
  if (version !== "2.1.0") {
    const found = textOf(version);
    return bad(
      found === undefined
        ? "JSON without a SARIF version"
        : `SARIF version ${clipText(JSON.stringify(found), 20)}`,
    );
  }
  if (!Array.isArray(runs)) return bad("SARIF without runs");
  const counter = new ResultCounter(options);
  for (const run of itemsOf(runs)) counter.addRun(run);
  return ok(counter.report());
}

class ResultCounter {
  readonly #options: SarifOptions;
  readonly #tools = new Set<string>();
  readonly #counts: Record<SarifLevel, number> = { error: 0, warning: 0, note: 0 };
  readonly #rules = new Map<string, Record<SarifLevel, number>>();
  readonly #lines: SarifLine[] = [];
  #fixable = 0;
  #isBroken = false;

  constructor(options: SarifOptions) {
    this.#options = options;
  }

  report(): SarifReport {
    return {
      tools: [...this.#tools],
      counts: this.#counts,
      rules: this.#rules,
      fixable: this.#fixable,
      lines: this.#lines,
      isBroken: this.#isBroken,
    };
  }

  addRun(run: Json): void {
    const tool = textOf(objectOf(objectOf(run["tool"])["driver"])["name"]);
    if (tool !== undefined) this.#tools.add(clipText(tool, nameCharsMax));
    for (const invocation of itemsOf(run["invocations"])) {
      if (invocation["executionSuccessful"] === false) this.#isBroken = true;
    }
    for (const result of itemsOf(run["results"])) this.#addResult(run, result);
  }

  #addResult(run: Json, result: Json): void {
    if (!isOpen(result)) return;
    const rule = ruleOf(run, result);
    const level = levelOf(result, rule.descriptor);
    if (!isSarifLevel(level)) return;
    const name = clipText(rule.id, nameCharsMax);
    this.#counts[level] += 1;
    const ofRule = this.#rules.get(name) ?? { error: 0, warning: 0, note: 0 };
    ofRule[level] += 1;
    this.#rules.set(name, ofRule);
    if (itemsOf(result["fixes"]).length > 0) this.#fixable += 1;
    if (this.#counts[level] > linesMax) return;
    const place = placeOf(run, result, this.#options.rootPath);
    const message = messageOf(result, rule.descriptor);
    const said = [place, message].filter((part) => part !== "").join(": ");
    const text = clipText(said, lineCharsMax) + (name === "" ? "" : ` (${name})`);
    this.#lines.push({ level, text, rule: name });
  }
}

/** True for what is wrong, still is, and nobody has accepted. */
function isOpen(result: Json): boolean {
  const kind = textOf(result["kind"]) ?? "fail";
  if (kind !== "fail" || result["baselineState"] === "absent") return false;
  const suppressions = itemsOf(result["suppressions"]);
  const isRefused = suppressions.some(
    ({ status }) => status === "rejected" || status === "underReview",
  );
  return suppressions.length === 0 || isRefused;
}
