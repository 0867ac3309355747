import { describe, expect, test } from "vitest";
import type { LogLevel } from "../../ports/log.js";
import { maskTokenShapes } from "./mask-shapes.js";
import { maskSecrets } from "./mask.js";
import { ConsoleLog, logLevels } from "./console-log.js";

function linesOf(
  annotations: boolean,
  messages: readonly (readonly [LogLevel, string])[],
  level: LogLevel = "debug",
): readonly string[] {
  const lines: string[] = [];
  const log = new ConsoleLog({
    level,
    annotations,
    secrets: ["s3cret-value"],
    writeLine: (line) => lines.push(line),
  });
  for (const [messageLevel, message] of messages) log.write(messageLevel, message);
  return lines;
}

describe("on a terminal", () => {
  test("every level has its words", () => {
    expect(
      linesOf(
        false,
        logLevels.map((level) => [level, "text"] as const),
      ),
    ).toEqual([
      "rollcall: debug: text",
      "rollcall: text",
      "rollcall: text",
      "rollcall: warning: text",
      "rollcall: error: text",
    ]);
  });

  test("what is below the level is not written", () => {
    const all = logLevels.map((level) => [level, level] as const);
    expect(linesOf(false, all, "warning")).toHaveLength(2);
  });

  test("a message is one line, without terminal escapes", () => {
    expect(linesOf(false, [["info", "one\r\n  two\n\u001b[31mthree\u0007\n"]])).toEqual([
      "rollcall: one | two | [31mthree",
    ]);
  });
});

describe("on GitHub Actions", () => {
  test("notices, warnings and errors are annotations", () => {
    expect(
      linesOf(true, [
        ["debug", "d"],
        ["info", "i"],
        ["notice", "n"],
        ["warning", "100% of\r\nthe budget"],
        ["error", "e"],
      ]),
    ).toEqual([
      "::debug::rollcall: d",
      "rollcall: i",
      "::notice title=Rollcall::n",
      "::warning title=Rollcall::100%25 of%0D%0Athe budget",
      "::error title=Rollcall::e",
    ]);
  });

  test("no text can start a workflow command, in its new or its old form", () => {
    const hostile = "x\n::set-output name=a::b\n##[add-mask]c";
    const [info, warning] = linesOf(true, [
      ["info", hostile],
      ["warning", hostile],
    ]);
    expect(info).toBe("rollcall: x | ::set-output name=a::b | # #[add-mask]c");
    expect(warning).toBe("::warning title=Rollcall::x%0A::set-output name=a::b%0A# #[add-mask]c");
  });
});

describe("secrets", () => {
  test("known ones are masked, also as a URL writes them, and those that come later", () => {
    const lines: string[] = [];
    const log = new ConsoleLog({
      level: "debug",
      annotations: true,
      secrets: ["p@ss/word"],
      writeLine: (line) => lines.push(line),
    });
    log.addSecret("later-secret");
    log.write("warning", "p@ss/word p%40ss%2Fword later-secret");
    log.write("info", "later-secret");
    expect(lines).toEqual(["::warning title=Rollcall::*** *** ***", "rollcall: ***"]);
  });

  test("what stands in another line is masked, too, and can start no command", () => {
    const secrets = ["p@ss/word"];
    const log = new ConsoleLog({
      level: "error",
      annotations: true,
      secrets,
      writeLine: () => undefined,
    });
    expect(log.maskedLine("p@ss/word\n::add-mask::x ##[y]\u001b")).toBe(
      "*** | ::add-mask::x # #[y]",
    );
  });

  test.each([
    "ghp_0123456789abcdefghij0123456789abcdef",
    "ghs_0123456789abcdefghij0123456789abcdef",
    "github_pat_11ABCDEFG0123456789_abcdefghijklmnop",
    "eyJhbGciOiJIUzI1NiJ9.eyJzY3AiOiJBY3Rpb25zIn0.c2lnbmF0dXJl",
  ])("what looks like a token is masked without being known: %s", (token) => {
    expect(maskTokenShapes(`a ${token} b`)).toBe("a *** b");
    expect(linesOf(false, [["info", `a ${token} b`]])).toEqual(["rollcall: a *** b"]);
  });

  test("short words are no secrets, and a longer secret is masked whole", () => {
    expect(maskSecrets("the abc of secret-longer", ["abc", "", "secret", "secret-longer"])).toBe(
      "the abc of ***",
    );
  });
});
