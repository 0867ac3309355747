import { describe, expect, test } from "vitest";
import { OutputTail } from "../../ingest/output-tail.js";
import { commandLabel, outputSnippet } from "./output-snippet.js";

function snippetOf(output: string, kind?: string): ReturnType<typeof outputSnippet> {
  const tail = new OutputTail(400);
  tail.push(Buffer.from(output));
  const mask = (text: string): string => text.replaceAll("hunter22", "***");
  return outputSnippet(tail, { command: ["make", "test"], kind }, mask);
}

describe("a failed command of which nothing else is known", () => {
  test("shows the end of its output", () => {
    expect(snippetOf("ok 1\nerror: boom\n")).toEqual({
      label: "make test",
      bucket: "test",
      text: "ok 1\nerror: boom",
    });
  });

  test("is a build's if it was one", () => {
    expect(snippetOf("error", "build")?.bucket).toBe("build");
    expect(snippetOf("error", "lint")).toMatchObject({ bucket: "test", kind: "lint" });
  });

  test("says that there was more", () => {
    const snippet = snippetOf(`${"line\n".repeat(200)}error: last\n`);
    expect(snippet?.truncatedHead).toBe(true);
    expect(snippet?.text).toMatch(/error: last$/);
  });

  test("has no snippet without output", () => {
    expect(snippetOf("")).toBeUndefined();
    expect(snippetOf("\n \n")).toBeUndefined();
  });

  test("holds no secret, nor the half of one at a cut", () => {
    for (let length = 360; length < 420; length += 1) {
      const { text = "" } = snippetOf(`hunter22${" x".repeat(length / 2)}\n hunter22`) ?? {};
      expect(text).not.toMatch(/unter22|nter22/);
    }
  });
});

test.each([
  [["make", "test"], "make test"],
  [["npm", "run", "test:unit", "more"], "npm run test:unit"],
  [["./scripts/ci.sh"], "./scripts/ci.sh"],
  [["sh", "-c", "echo password"], "sh"],
  [["make", "-j8", "test"], "make"],
  [["curl", "https://user:password@e.example"], "curl"],
  [["env", "TOKEN=abc", "make"], "env"],
  [["tool", "two words"], "tool"],
  [["tool", "a".repeat(80)], "tool"],
  [["a\nb"], "a b"],
] as const)("%j is called %s", (command, label) => {
  expect(commandLabel(command)).toBe(label);
});
