import { expect, test } from "vitest";
import type { Snippet } from "../model/entry.js";
import { snippetHeading } from "./snippet-heading.js";

test.each<[Pick<Snippet, "bucket" | "kind">, string, string]>([
  [{ bucket: "build", kind: "genrule" }, "test", "## 💥 Build Failures"],
  [{ bucket: "build" }, "lint", "## 💥 Build Failures"],
  [{ bucket: "test", kind: "sh_test" }, "test", "## ❌ Test Failures"],
  [{ bucket: "test" }, "unit", "## ❌ Test Failures"],
  [{ bucket: "test", kind: "e2e-tests" }, "e2e-tests", "## ❌ Test Failures"],
  [{ bucket: "test", kind: "coverage" }, "coverage", "## ❌ Test Failures"],
  [{ bucket: "timeout", kind: "deploy" }, "deploy", "## ❌ Test Failures"],
  [{ bucket: "test", kind: "lint" }, "lint", "## ❌ Lint Failures"],
  [{ bucket: "test" }, "lint", "## ❌ Lint Failures"],
  [{ bucket: "test", kind: "sh_test" }, "lint", "## ❌ Test Failures"],
  [{ bucket: "test", kind: "serve" }, "serve", "## ❌ Task Failures"],
  [{ bucket: "test", kind: "format" }, "format", "## ❌ Task Failures"],
])("%o of a task of kind %s is under %s", (snippet, kind, heading) => {
  expect(snippetHeading(snippet, { kind })).toBe(heading);
});
