/** Does the demo, with everything that is against it, end with every row right and nothing achieved? */
import { expect, test, vi } from "vitest";
import { actedOn, nodesOf, parseMarkdown } from "../testing/gfm.js";
import { runProgram } from "../testing/program.js";

// Twenty processes and all that they wait for.
vi.setConfig({ testTimeout: 180_000 });

test.each([
  ["with all that there is", []],
  ["through the comment alone", ["--no-board"]],
])("demo --hostile, %s", async (_, options) => {
  const end = await runProgram(["demo", "--headless", "--hostile", ...options]);
  expect({ exitCode: end.exitCode, stderr: end.stderr }).toEqual({ exitCode: 0, stderr: "" });
  const lines = end.stdout.split("\n");
  const tried = lines.filter((line) => line.includes("] tried: "));
  expect(tried).toHaveLength(10);
  expect(end.stdout).toContain("right, and nothing that was tried had an effect\n");
  const first = lines.findIndex((line) => line.startsWith("<!-- rollcall:pull-request-1234 -->"));
  const last = lines.findIndex((line) => line.includes("Rollcall v"));
  const tree = parseMarkdown(lines.slice(first, last).join("\n"));
  expect(nodesOf(tree, "list").length).toBeGreaterThan(2);
  expect(actedOn(tree)).toBeUndefined();
  const headings = nodesOf(tree, "heading").map(({ children }) => children?.[0]?.value ?? "");
  expect(headings.filter((heading) => heading.includes("All is well"))).toEqual([]);
});
