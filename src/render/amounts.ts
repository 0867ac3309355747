/** How are durations and counts written? (Fact sheet 2.6 and 2.8.) */
import { minuteMs, secondMs } from "../base/time.js";

/** How long something took: `149ms`, `22.4s`, `1m 14s`. Tenths are cut, not rounded; no hours. */
export function formatDuration(ms: number): string {
  if (!(ms > 0)) return "0ms";
  if (ms < secondMs) return `${Math.floor(ms)}ms`;
  if (ms < minuteMs) return `${Math.floor(ms / 100) / 10}s`;
  const seconds = Math.floor(ms / secondMs) % 60;
  const minutes = `${Math.floor(ms / minuteMs)}m`;
  return seconds === 0 ? minutes : `${minutes} ${seconds}s`;
}

/** How long until something happens: `42s`, `17m`, `2h 15m`. */
export function formatCountdown(ms: number): string {
  const seconds = Math.floor(ms / secondMs);
  if (!(seconds > 0)) return "0s";
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m`;
  return `${Math.floor(seconds / 3_600)}h ${Math.floor(seconds / 60) % 60}m`;
}

/** An integer with commas between thousands. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 task`, `3 tasks`, `1,200 tasks`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
