/** Who is told what happened? */

export type LogLevel = "debug" | "info" | "notice" | "warning" | "error";

/** A log for people: one line a message, never a token. */
export interface Log {
  write(level: LogLevel, message: string): void;
}
