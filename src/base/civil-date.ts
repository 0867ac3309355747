/**
 * How is a moment written for people, without a clock, a locale or a time zone?
 *
 * The form is the one that the `date` program prints by default, always in UTC, from pure arithmetic:
 * two machines write one moment alike, so that a comment does not change with who renders it.
 */

const dayNames = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"] as const;
const monthNames = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

const secondsPerDay = 86_400;
/** The moments that JavaScript's own dates can hold; nothing else is a moment. */
const momentMsMax = 8_640_000_000_000_000;

/** A day of the Gregorian calendar; months and days count from 1. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** `Fri May 10 07:36:05 UTC 2024`; empty for what is no moment. Days before the tenth are padded. */
export function formatUtc(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > momentMsMax) return "";
  const seconds = Math.floor(ms / 1_000);
  const days = Math.floor(seconds / secondsPerDay);
  const inDay = seconds - days * secondsPerDay;
  const { year, month, day } = civilDay(days);
  const weekday = dayNames[((days % 7) + 7) % 7] ?? "";
  const clock = [Math.floor(inDay / 3_600), Math.floor(inDay / 60) % 60, inDay % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return `${weekday} ${monthNames[month - 1] ?? ""} ${String(day).padStart(2)} ${clock} UTC ${year}`;
}

/**
 * The calendar day that is so many days after 1970-01-01.
 *
 * Years are counted from March, so that the leap day is the last day of a year, in eras of 400 years.
 */
export function civilDay(daysSince1970: number): CivilDay {
  const daysSinceEra0 = daysSince1970 + 719_468;
  const era = Math.floor(daysSinceEra0 / 146_097);
  const dayOfEra = daysSinceEra0 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}
