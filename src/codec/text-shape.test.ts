import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryText } from "../testing/arbitrary-roster.js";
import { literalTemplate, parseTemplate, shapeLike, shapeOf, templateOf } from "./text-shape.js";

describe("shapeOf", () => {
  it.each([
    ["", []],
    ["no digits, but abcdef", []],
    ["test 17 of 60", ["17", "60"]],
    ["v1.20", ["1", "20"]],
    ["0 and 00 and 007", ["0"]],
    ["a1b2", ["1", "2"]],
    ["999999999999999", ["999999999999999"]],
    ["1000000000000000", ["1000000000000000"]],
    ["10000000000000000", []],
    ["deadbeefdeadbee1", ["deadbeefdeadbee1"]],
    ["deadbeefdeadbe1", ["1"]],
    ["id 0123abcd-0123-4567-89ab-0123456789ab.", ["0123abcd-0123-4567-89ab-0123456789ab"]],
    ["0123abcd-0123-4567-89ab-0123456789abc", ["4567", "89"]],
  ])("finds the tokens of %j", (text, tokens) => {
    expect(shapeOf(text).tokens).toEqual(tokens);
  });

  it("only takes texts apart, whatever they are", () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const { literals, tokens } = shapeOf(text);
        expect(literals).toHaveLength(tokens.length + 1);
        expect(literals.map((literal, at) => literal + (tokens[at] ?? "")).join("")).toBe(text);
      }),
    );
  });

  it("agrees with shapeLike on what belongs together", () => {
    fc.assert(
      fc.property(arbitraryText, arbitraryText, (model, text) => {
        const like = shapeLike(shapeOf(model), text);
        if (like === undefined) return;
        expect(like.literals.map((part, at) => part + (like.tokens[at] ?? "")).join("")).toBe(text);
        expect(templateOf(like)).toBe(templateOf(shapeOf(model)));
      }),
    );
  });
});

describe("parseTemplate", () => {
  it("reads what templateOf writes", () => {
    expect(parseTemplate(templateOf(shapeOf("a 1\u007f")))).toEqual([
      { kind: "literal", text: "a " },
      { kind: "decimal" },
      { kind: "literal", text: "" },
      { kind: "literal", text: "\u007f" },
    ]);
    expect(parseTemplate(templateOf({ literals: ["", "."], tokens: ["12345678"] }, [3]))).toEqual([
      { kind: "literal", text: "" },
      { kind: "seen", index: 3 },
      { kind: "literal", text: "." },
    ]);
  });

  it.each([
    "\u007f",
    "\u007fq",
    "\u007fh",
    "\u007fh15;",
    "\u007fh17;",
    "\u007fh130;",
    "\u007fr",
    "\u007fr12345;",
  ])("refuses %j", (template) => {
    expect(parseTemplate(template)).toBeUndefined();
  });

  it("gives every literal back", () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const parts = parseTemplate(literalTemplate(text)) ?? [];
        expect(parts.map((part) => (part.kind === "literal" ? part.text : "?")).join("")).toBe(
          text,
        );
      }),
    );
  });
});
