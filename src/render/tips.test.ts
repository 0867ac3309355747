import { describe, expect, test } from "vitest";
import type { Tip, TipSeverity } from "../model/entry.js";
import { makeEntry } from "../testing/make-entry.js";
import { toRows } from "./row.js";
import { type TipChoice, chooseTips, tipBlock } from "./tips.js";

function tip(id: string, severity: TipSeverity, fields: Partial<Tip> = {}): Tip {
  return { id, severity, title: `Title ${id}`, body: `Body ${id}`, ...fields };
}

function choose(...tasks: readonly (readonly [task: string, tips: readonly Tip[]])[]): TipChoice {
  return chooseTips(
    toRows(
      tasks.map(([task, tips]) => ({ entry: makeEntry({ job: task, task, kind: "", tips }) })),
    ),
  );
}

const ids = (choice: TipChoice): readonly string[] => choice.shown.map((row) => row.tip.id);

describe("chooseTips", () => {
  test("shows one tip of several tasks once and names them sorted", () => {
    const choice = choose(["lint-task", [tip("a", "info")]], ["build-task", [tip("a", "info")]]);
    expect(choice.shown.map((row) => row.names)).toEqual([["build-task", "lint-task"]]);
  });

  test("puts the gravest first and keeps the order within", () => {
    const tips = [
      tip("a", "info"),
      tip("c", "important"),
      tip("s", "suggestion"),
      tip("w", "warning"),
      tip("c2", "important"),
    ];
    expect(ids(choose(["t", tips]))).toEqual(["c", "c2", "w", "s", "a"]);
  });

  test("caps suggestions and information together, nothing graver", () => {
    const many = (["important", "warning", "suggestion", "info"] as const).flatMap((severity) =>
      [1, 2, 3, 4].map((index) => tip(`${severity}-${index}`, severity)),
    );
    const choice = choose(["t", many.slice(1)]);
    const count = (severity: TipSeverity): number =>
      choice.shown.filter((row) => row.tip.severity === severity).length;
    expect([count("important"), count("warning")]).toEqual([3, 4]);
    expect(count("suggestion") + count("info")).toBe(5);
    expect(choice.restCount).toBe(3);
  });

  test("takes title and body from the first task that gave the tip", () => {
    const first = tip("a", "info", { body: "first" });
    const second = tip("a", "important", { body: "second" });
    const [row] = choose(["b", [second]], ["a", [first]]).shown;
    expect(row?.tip).toBe(first);
    expect(row?.names).toEqual(["a", "b"]);
  });

  test("drops tips without an id", () => {
    expect(ids(choose(["t", [tip("", "important")]]))).toEqual([]);
  });
});

describe("tipBlock", () => {
  test("has head, body, source and hint", () => {
    const row = {
      tip: tip("a", "suggestion", { body: "one\n\ntwo", hint: "silence a" }),
      names: ["x", "y"],
    };
    expect(tipBlock(row).split("\n")).toEqual([
      "> 💡 **TIP: Title a**",
      ">",
      "> one",
      ">",
      "> two",
      ">",
      "> <sub>Surfaced by: x, y</sub>",
      ">",
      "> <sub>silence a</sub>",
    ]);
  });

  test("leaves out an empty body and hint, and names a tip without title by its id", () => {
    const row = { tip: tip("a", "important", { body: " ", title: "" }), names: ["x"] };
    expect(tipBlock(row).split("\n")).toEqual([
      "> 🔥 **IMPORTANT: a**",
      ">",
      "> <sub>Surfaced by: x</sub>",
    ]);
  });

  test.each([
    ["warning", "> ⚠️ **WARNING: Title a**"],
    ["info", "> ℹ️ **INFO: Title a**"],
  ] as const)("a tip that is %s", (severity, head) => {
    expect(tipBlock({ tip: tip("a", severity), names: [] }).split("\n")[0]).toBe(head);
  });
});
