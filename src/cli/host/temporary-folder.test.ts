import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { usableFolder } from "./temporary-folder.js";

const folder = mkdtempSync(join(tmpdir(), "rollcall-folder-"));
const file = join(folder, "file");
writeFileSync(file, "");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ["a folder that is there", [folder, "/other"], folder],
  ["one that is not", ["/no/such/folder", folder], folder],
  ["a file", [file, folder], folder],
  ["nothing, or an empty text", [undefined, "", folder], folder],
  ["none that can be used", ["/no/such/folder"], "/last"],
])("%s", (_, candidates, chosen) => {
  expect(usableFolder(candidates, "/last")).toBe(chosen);
});
