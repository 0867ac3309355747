/** What does `90s`, `1m 5s`, `1500ms` or a time of day mean in milliseconds? */
import { type Result, bad, ok } from "../../base/result.js";
import { minuteMs, secondMs } from "../../base/time.js";

/** Longer ones are taken for mistakes. */
const durationMsMax = 30 * 24 * 60 * minuteMs;

const unitMs: Readonly<Record<string, number>> = {
  d: 24 * 60 * minuteMs,
  h: 60 * minuteMs,
  m: minuteMs,
  s: secondMs,
  ms: 1,
};

/** What a duration looks like, for messages. */
export const durationExpected = "a duration such as 90s, 1m 5s or 1500ms (a bare number: seconds)";
/** What a moment looks like, for messages. */
export const momentExpected =
  "a time with its zone such as 2025-03-01T12:00:00Z, or seconds or milliseconds since 1970";

const part = /(\d{1,12}(?:\.\d{1,6})?)\s*(ms|[dhms])(?![a-z])/y;

/** A duration in whole milliseconds. A bare number counts seconds, as CI scripts measure them. */
export function parseDuration(text: string): Result<number, string> {
  const trimmed = text.trim().toLowerCase();
  if (/^\d{1,12}(?:\.\d{1,6})?$/.test(trimmed)) return bounded(Number(trimmed) * secondMs);
  let total = 0;
  let lastUnit = Infinity;
  let index = 0;
  while (index < trimmed.length) {
    part.lastIndex = index;
    const match = part.exec(trimmed);
    const unit = unitMs[match?.[2] ?? ""];
    // Each unit once and the larger one first: "5s 1m" is more likely a slip than a wish.
    if (match === null || unit === undefined || unit >= lastUnit) return bad(durationExpected);
    total += Number(match[1]) * unit;
    lastUnit = unit;
    index = part.lastIndex;
    while (trimmed[index] === " ") index += 1;
  }
  return trimmed === "" ? bad(durationExpected) : bounded(total);
}

function bounded(milliseconds: number): Result<number, string> {
  if (milliseconds > durationMsMax) return bad("a duration of at most 30 days");
  return ok(Math.round(milliseconds));
}

/** The duration as `parseDuration` reads it: `1h 2m`, `20s`, `1s 500ms`. */
export function formatDuration(milliseconds: number): string {
  const parts: string[] = [];
  let rest = Math.round(milliseconds);
  for (const [unit, length] of Object.entries(unitMs)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.length === 0 ? "0s" : parts.join(" ");
}

const isoTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d)$/i;
/** Smaller numbers count seconds: as milliseconds they would lie before March 1973. */
const epochMsMin = 100_000_000_000;

/** A moment in milliseconds since 1970. A time without its zone is refused: it means nothing here. */
export function parseMoment(text: string): Result<number, string> {
  const trimmed = text.trim();
  if (/^\d{1,13}(?:\.\d{1,9})?$/.test(trimmed)) {
    const value = Number(trimmed);
    return ok(Math.round(value < epochMsMin ? value * secondMs : value));
  }
  if (!isoTime.test(trimmed)) return bad(momentExpected);
  const moment = Date.parse(trimmed.replace(" ", "T").replace(/\s/, ""));
  return Number.isNaN(moment) || moment < 0 ? bad(momentExpected) : ok(moment);
}
