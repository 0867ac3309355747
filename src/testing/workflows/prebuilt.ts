/** What does `bazel build //:dist` make? Files of the same names, with a stand-in for the executable. */
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
// What `inject` knows is declared there.
import type {} from "../build-program.js";

/** Fills a folder; the executable says that it is one, and its arguments. */
export async function makePrebuilt(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await copyFile(inject("programPath"), join(folder, "rollcall.cjs"));
  const standIn = '#!/bin/sh\necho "the executable:" "$@"\n';
  await writeFile(join(folder, "rollcall-linux-x64"), standIn, { mode: 0o755 });
  const texts = [
    "LICENSE",
    "NODE-LICENSE.txt",
    "README.md",
    "THIRD-PARTY-LICENSES.md",
    "sbom.cdx.json",
  ];
  for (const name of texts) await writeFile(join(folder, name), `${name}\n`);
  const lines = [...texts, "rollcall.cjs", "rollcall-linux-x64"].map(async (name) => {
    const sum = createHash("sha256").update(await readFile(join(folder, name)));
    return `${sum.digest("hex")}  ${name}\n`;
  });
  await writeFile(join(folder, "SHA256SUMS"), (await Promise.all(lines)).join(""));
  return folder;
}
