/**
 * How does GitHub write a moment: in JSON, and in the `Date` header?
 *
 * Both have whole seconds. Pure arithmetic, since the core may not touch the global `Date`.
 */
import { civilDay } from "../base/civil-date.js";

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday. */
const weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `2026-01-31T23:59:59Z`: as in every JSON answer. */
export function isoTime(ms: number): string {
  const { year, month, day } = civilDay(Math.floor(ms / dayMs));
  return `${String(year)}-${twoDigits(month)}-${twoDigits(day)}T${timeOfDay(ms)}Z`;
}

/** `Sat, 31 Jan 2026 23:59:59 GMT`: as in the `Date` header. */
export function httpTime(ms: number): string {
  const days = Math.floor(ms / dayMs);
  const { year, month, day } = civilDay(days);
  const date = `${twoDigits(day)} ${months[month - 1] ?? ""} ${String(year)}`;
  return `${weekdays[days % 7] ?? ""}, ${date} ${timeOfDay(ms)} GMT`;
}

/** Milliseconds since 1970 of `2026-01-31T23:59:59Z` or `2026-01-31`; undefined for anything else. */
export function parseIsoTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z)?$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const days = daysSince1970(year, month, day);
  const back = civilDay(days);
  // A day that is not in the calendar comes back as another one.
  if (back.year !== year || back.month !== month || back.day !== day) return undefined;
  return days * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** The inverse of `civilDay`: years from March, in eras of 400 years. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

function timeOfDay(ms: number): string {
  const seconds = Math.floor((ms - Math.floor(ms / dayMs) * dayMs) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map(twoDigits).join(":");
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
