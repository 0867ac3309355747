import { expect, test } from "vitest";
import type { Entry } from "../model/entry.js";
import { makeEntry } from "../testing/make-entry.js";
import { choose, stickyKey } from "./choice.js";
import { selectShown } from "./sticky.js";

const items = (...keys: readonly string[]): readonly { key: string }[] =>
  keys.map((key) => ({ key }));
const keysOf = (list: readonly { key: string }[]): string => list.map(({ key }) => key).join("");

test.each([
  ["the first ones when nothing was shown", "a b c d e f", "", "abc", "def"],
  ["a shown one stays though it sorts last", "a b c d e f", "f", "abf", "cde"],
  ["a shown one that is gone makes room", "a b c d", "x d", "abd", "c"],
  ["all shown ones stay, none is evicted for a newcomer", "a b c d e f", "d e f", "def", "abc"],
  ["of too many shown ones the first remembered stay", "a b c d e f", "f e d c", "def", "abc"],
  ["fewer than the cap are all chosen", "a b", "b", "ab", ""],
])("%s", (_what, candidates, shown, chosen, rest) => {
  const choice = choose(items(...candidates.split(" ")), shown.split(" "), 3);
  expect([keysOf(choice.chosen), keysOf(choice.rest)]).toEqual([chosen, rest]);
});

test("a key joins its parts; a long one is short and still its own", () => {
  expect(stickyKey("a", "b")).toBe("a\0b");
  const long = "x".repeat(5_000);
  expect(stickyKey("a", long).length).toBeLessThan(40);
  expect(stickyKey("a", long)).toBe(stickyKey("a", long));
  expect(stickyKey("a", long)).not.toBe(stickyKey("b", long));
});

test("selectShown remembers what is shown, and forgets what is gone", () => {
  const failed = (task: string): { entry: Entry } => ({
    entry: makeEntry({
      task,
      job: task,
      kind: "test",
      status: "failed",
      reproduce: [{ command: `run ${task}` }],
      fix: [{ command: `fix ${task}`, note: "n" }],
      snippets: [{ label: `//${task}`, bucket: "test", text: "boom" }],
    }),
  });
  const tasks = ["g", "f", "e", "d", "c", "b"].map(failed);
  const first = selectShown(tasks, { snippets: [], reproduce: [], fix: [] });
  expect(first.snippets).toEqual(
    ["//b", "//c", "//d", "//e", "//f"].map((label) => `${label}\0boom`),
  );
  expect(first.reproduce[0]).toBe("test\0run b\0");
  expect(first.fix[0]).toBe("test\0fix b\0n");
  const withNewcomer = selectShown([failed("a"), ...tasks], first);
  expect(withNewcomer).toEqual(first);
  const withoutFirst = selectShown([failed("a"), ...tasks.slice(0, 5)], first);
  expect(withoutFirst.snippets.map((key) => key.charAt(2)).join("")).toBe("cdefa");
});
