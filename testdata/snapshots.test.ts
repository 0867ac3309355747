/** Does every golden scenario still render as it was last approved? (`node tools/goldens.mjs` refreshes.) */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderScenario } from "../src/testing/golden-roster.js";

const folder = join(import.meta.dirname, "snapshots");
const scenarios = readdirSync(folder, { withFileTypes: true })
  .filter((item) => item.isDirectory())
  .map((item) => item.name)
  .sort();

test("there are scenarios", () => {
  expect(scenarios.length).toBeGreaterThan(0);
});

describe("the comment of", () => {
  test.each(scenarios)("%s", (scenario) => {
    const read = (name: string): string | undefined => {
      const path = join(folder, scenario, name);
      return existsSync(path) ? readFileSync(path, "utf8") : undefined;
    };
    const roster = read("roster.json");
    if (roster === undefined) throw new Error(`testdata/snapshots/${scenario}: roster.json is missing`);
    const rendered = renderScenario(roster, read("context.json"));
    const golden = read("comment.md");
    if (golden === undefined) {
      throw new Error(
        `testdata/snapshots/${scenario}: comment.md is missing; \`node tools/goldens.mjs\` writes it. It would be:\n${rendered}`,
      );
    }
    expect(rendered).toBe(golden);
  });
});
