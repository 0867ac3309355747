/** Where does the program under test come from? Bundled once for a whole run of the tests. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The path of the bundled program. */
    readonly programPath: string;
  }
}

/** Vitest calls it before all tests, and what it returns after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "rollcall-bundle-"));
  const programPath = join(directory, "rollcall.cjs");
  const bundle = ["tools/bundle.mjs", "--quiet", "--out", directory];
  await promisify(execFile)(process.execPath, bundle);
  project.provide("programPath", programPath);
  return async () => {
    await rm(directory, { recursive: true, force: true });
  };
}
