import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { failureInXml } from "./bazel-test-xml.js";

function recorded(path: string): string {
  return readFileSync(`testdata/results/recorded/${path}`, "utf8");
}

test("the stack of a runner's own XML does not hide its message", () => {
  expect(failureInXml(recorded("gradle/TEST-shop.CartTest.xml"))).toEqual({
    text: [
      "java.lang.NullPointerException",
      "\tat shop.CartTest.total(CartTest.java:11)",
      "\tat shop.CartTest.failsOnNull(CartTest.java:23)",
      "\t… 49 frames of libraries",
    ].join("\n"),
    ...{ truncatedHead: false, truncatedTail: false, hasError: true },
  });
});

test("what Bazel makes up around a log says nothing", () => {
  expect(failureInXml(recorded("bazel/testlogs/fail_test/test.xml"))).toBeUndefined();
});

test.each([
  ['<failure message="5 is not 6"/>', "5 is not 6"],
  ['<failure message="5 is not 6">in line 3</failure>', "5 is not 6\nin line 3"],
  ['<failure message="5 is not 6">Error: 5 is not 6</failure>', "Error: 5 is not 6"],
  ['<error message="exited with error code 1"/>', undefined],
  ["", undefined],
])("%s", (failure, text) => {
  const xml = `<testsuite><testcase name="t">${failure}</testcase></testsuite>`;
  expect(failureInXml(xml)?.text).toBe(text);
});
