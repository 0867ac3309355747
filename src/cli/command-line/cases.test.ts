import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Environment } from "../host/ci-facts.js";
import { parseCommandLine } from "./command-line.js";

const folder = "testdata/cli";
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((item) => item.isDirectory() && /^(?:help|usage|version)/.test(item.name))
  .map(({ name }) => name);

function linesOf(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
}

describe("help and wrong usage", () => {
  test.each(cases)("%s", async (name) => {
    const env = JSON.parse(readFileSync(`${folder}/${name}/env.json`, "utf8")) as Environment;
    const parsed = parseCommandLine(linesOf(`${folder}/${name}/argv`), env, "1.2.3");
    if (parsed.kind === "print") {
      await expect(parsed.text).toMatchFileSnapshot(`../../../${folder}/${name}/stdout`);
      expect(parsed.text.split("\n").every((line) => line.length <= 100)).toBe(true);
      return;
    }
    if (parsed.kind !== "usage") throw new Error(`${name} is ${parsed.kind}`);
    await expect(`${parsed.line}\n`).toMatchFileSnapshot(`../../../${folder}/${name}/stderr`);
    await expect("2\n").toMatchFileSnapshot(`../../../${folder}/${name}/exit-code`);
    expect(parsed.line).not.toMatch(/\n|ghp_/);
  });
});
