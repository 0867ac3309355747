import { describe, expect, test } from "vitest";
import { type QuotaUse, footer, quotaText } from "./footer.js";

describe("quotaText", () => {
  test.each<[QuotaUse, string]>([
    [{ used: 800, limit: 5_000 }, "📊 GitHub API quota 800/5,000 (16% used)"],
    [{ used: 1, limit: 200 }, "📊 GitHub API quota 1/200 (1% used)"],
    [{ used: -3, limit: 1_000 }, "📊 GitHub API quota 0/1,000 (0% used)"],
    [
      { used: 800, limit: 5_000, resetsInMs: 8_100_000, throttleFactor: 6 },
      "📊 GitHub API quota 800/5,000 (16% used, resets in 2h 15m, throttle 6×)",
    ],
    [{ used: 0, limit: 10, throttleFactor: 1.4 }, "📊 GitHub API quota 0/10 (0% used)"],
    [
      { used: 0, limit: 10, throttleFactor: 1.5 },
      "📊 GitHub API quota 0/10 (0% used, throttle 2×)",
    ],
    [
      { used: 10, limit: 10, throttleFactor: 999_999, terminalOnly: true },
      "📊 GitHub API quota 10/10 (100% used, throttle terminal-only)",
    ],
    [{ used: 0, limit: 0 }, ""],
  ])("%o reads %s", (quota, text) => {
    expect(quotaText(quota)).toBe(text);
  });
});

describe("footer", () => {
  test("has the update, the program and the notices", () => {
    const facts = {
      nowMs: 1_715_326_565_000,
      quota: { used: 1, limit: 10 },
      programVersion: "1.2.3",
      notices: ["No @token", ""],
    };
    expect(footer(facts, true).split("\n")).toEqual([
      "<sub>⏱ Last updated Fri May 10 07:36:05 UTC 2024 · 📊 GitHub API quota 1/10 (10% used)</sub><br>",
      "<sub>📋 Rollcall v1.2.3</sub><br>",
      "<sub>ℹ️ No @\u2060token</sub>",
    ]);
    expect(footer(facts, false)).toBe("<sub>📋 Rollcall</sub><br>\n<sub>ℹ️ No @\u2060token</sub>");
  });

  test("leaves out what is not known", () => {
    expect(footer({ programVersion: "" }, true)).toBe("<sub>📋 Rollcall</sub>");
    expect(footer({ quota: { used: 1, limit: 2 }, programVersion: "1" }, true)).toBe(
      "<sub>📊 GitHub API quota 1/2 (50% used)</sub><br>\n<sub>📋 Rollcall v1</sub>",
    );
  });
});
