import { describe, expect, test } from "vitest";
import { severityOf } from "./excerpt-errors.js";
import { foldFrames, isFrame } from "./excerpt-frames.js";

const own = [
  "\tat shop.CartTest.adds(CartTest.java:18)",
  "\tat app//shop.CartTest.hangs(CartTest.java:33)",
  "    at Context.<anonymous> (mocha/cart.spec.js:4:27)",
  "    at file:///shop/cart.test.mjs:12:76",
  "    at async Promise.all (index 0) {",
];
const foreign = [
  "\tat org.junit.Assert.fail(Assert.java:89)",
  "\tat java.base@17.0.15/java.lang.Thread.sleep(Native Method)",
  "\tat app//org.junit.runners.model.FrameworkMethod$1.runReflectiveCall(FrameworkMethod.java:59)",
  "\tat jdk.proxy1/jdk.proxy1.$Proxy1.processTestClass(Unknown Source)",
  "    at Promise.finally.completed (node_modules/jest-circus/build/jestAdapterInit.js:1834:28)",
  "    at new Promise (<anonymous>)",
  "    at node:internal/test_runner/test:1133:71",
  "    at process.processImmediate (node:internal/timers:483:21)",
];

describe("frames", () => {
  test.each([...own, ...foreign])("%j is one, and no error", (line) => {
    expect(isFrame(line)).toBe(true);
    expect(severityOf(line)).toBe("none");
  });

  test.each(["at least one error expected", "    at a loss (no error)", "error at x.js:3:5", ""])(
    "%j is none",
    (line) => {
      expect(isFrame(line)).toBe(false);
    },
  );

  test.each(own)("%j is the project's", (line) => {
    expect(foldFrames([line, line])).toEqual([line, line]);
  });

  test("of others in a row only the number is told", () => {
    expect(foldFrames(["boom", ...foreign, ...own.slice(0, 1)])).toEqual([
      "boom",
      "\t… 8 frames of libraries",
      own[0],
    ]);
    expect(foldFrames([`${foreign[0] ?? ""} (3×)`, foreign[1] ?? ""])).toEqual([
      "\t… 4 frames of libraries",
    ]);
    expect(foldFrames(foreign.slice(0, 1))).toEqual(foreign.slice(0, 1));
  });
});
