import { describe, expect, test } from "vitest";
import { readText } from "../../adapters/node/files.js";
import { bad, ok } from "../../base/result.js";
import { configKeyNames, configKeys } from "./config-file-keys.js";
import { parseConfigFile, readConfigFile } from "./config-file.js";
import { problemLine } from "../input/problem.js";
import { parseSetting } from "../command-line/values.js";

const path = ".github/rollcall.yaml";

async function problemsOf(text: string): Promise<readonly string[]> {
  const parsed = await parseConfigFile(text, path);
  return parsed.ok ? [] : parsed.problem.map(problemLine);
}

describe("a good file", () => {
  test("gives every key's text and line", async () => {
    const text = [
      "# Rollcall",
      "interval: 30s",
      "settle: '2s'",
      "publish-budget: 20s # enough",
      "",
      "author: github-actions[bot]",
      "strict: true",
      "log-level: debug",
    ].join("\n");
    expect(await parseConfigFile(text, path)).toEqual({
      ok: true,
      value: {
        path,
        values: {
          interval: { text: "30s", line: 2 },
          settle: { text: "2s", line: 3 },
          "publish-budget": { text: "20s", line: 4 },
          author: { text: "github-actions[bot]", line: 6 },
          strict: { text: "true", line: 7 },
          "log-level": { text: "debug", line: 8 },
        },
        warnings: [],
      },
    });
  });

  test.each(["", "# nothing yet\n", "---\n", "\uFEFF"])("may be empty: %j", async (text) => {
    expect(await parseConfigFile(text, path)).toEqual({
      ok: true,
      value: { path, values: {}, warnings: [] },
    });
  });

  test("unknown keys are warned about and may have any value", async () => {
    const parsed = await parseConfigFile("intervall: 5s\ntemplates: { row: x }\n", path);
    expect(parsed.ok ? parsed.value.warnings.map(problemLine) : []).toEqual([
      `the config file has an unknown key, which is ignored (${path}:1): expected one of interval, settle, publish-budget, author, strict, log-level, found "intervall"; did you mean interval?`,
      `the config file has an unknown key, which is ignored (${path}:2): expected one of interval, settle, publish-budget, author, strict, log-level, found "templates"; remove it`,
    ]);
  });

  test("keys that say where a token is sent or what is written are not among them", () => {
    for (const key of ["api-url", "token-file", "token-command", "repo", "pr", "sha", "run-id"]) {
      expect(configKeyNames).not.toContain(key);
    }
  });
});

describe("a bad file says every fault with its line", () => {
  test.each([
    ["interval: 20", `a wrong value (${path}:1 interval): expected a duration from 1s to 1h`],
    [
      "\n\nstrict: maybe",
      `a wrong value (${path}:3 strict): expected true or false, found "maybe"`,
    ],
    ["interval:", `(${path}:1): expected a value after interval: on the same line, found none`],
    ["interval: [20s]", `(${path}:1): expected a value after interval: on the same line`],
    ["a: &x 1\ninterval: *x", `(${path}:2): expected a value after interval: on the same line`],
    ["- interval", `(${path}:1): expected lines such as interval: 20s, found something else`],
    ["just text", `(${path}:1): expected lines such as interval: 20s`],
    ["interval: 'x", `(${path}:1): expected valid YAML`],
    [
      "interval: 20s\ninterval: 30s",
      `(${path}:2): expected valid YAML, found "Map keys must be unique"`,
    ],
    ["a: 1\n---\nb: 2", "expected valid YAML"],
  ])("%j", async (text, line) => {
    const lines = await problemsOf(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(line);
    expect(lines[0]).not.toContain("\n");
  });

  test("all at once", async () => {
    expect(await problemsOf("interval: x\nstrict: x\nlog-level: x\n")).toHaveLength(3);
  });
});

describe("where the file is", () => {
  const nowhere = (): Promise<ReturnType<typeof missing>> => Promise.resolve(missing());
  const missing = () => bad({ kind: "missing", words: "no such file" } as const);

  test("in the usual place it need not exist", async () => {
    expect(await readConfigFile(undefined, nowhere)).toEqual({ ok: true, value: undefined });
    expect(await readConfigFile("", nowhere)).toEqual({ ok: true, value: undefined });
  });

  test("in a place that was named it must", async () => {
    const read = await readConfigFile("my.yaml", readText);
    expect(read.ok ? [] : read.problem.map(problemLine)).toEqual([
      "the config file could not be read (my.yaml): expected a YAML file of at most 262144 bytes, found no such file; correct the path, or leave --config out",
    ]);
  });

  test("a file that cannot be read is never taken for one that is not there", async () => {
    const locked = bad({ kind: "unreadable", words: "a directory" } as const);
    expect((await readConfigFile(undefined, () => Promise.resolve(locked))).ok).toBe(false);
  });

  test("the usual place is .github/rollcall.yaml", async () => {
    const asked: string[] = [];
    await readConfigFile(undefined, (name) => {
      asked.push(name);
      return Promise.resolve(ok("interval: 5s"));
    });
    expect(asked).toEqual([".github/rollcall.yaml"]);
  });
});

test("the defaults in the schema are values that the rules accept", () => {
  for (const { setting, schema } of Object.values(configKeys)) {
    if (!("default" in schema)) continue;
    expect(parseSetting(setting, String(schema.default), "test").ok).toBe(true);
  }
});
