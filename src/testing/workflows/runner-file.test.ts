/** Are a step's variables read as the runner reads them? */
import { expect, test } from "vitest";
import { readVariables } from "./runner-file.js";

test("both forms, and many lines", () => {
  const text = "A=1=2<<3\nB<<end\none\n\nC=no\nend\nD=\n";
  expect(readVariables(text)).toEqual({ A: "1=2<<3", B: "one\n\nC=no", D: "" });
});

test.each(["nothing", "A<<end\nvalue\n"])("%s is an error", (text) => {
  expect(() => readVariables(text)).toThrow();
});
