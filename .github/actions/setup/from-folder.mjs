// How is a program set up that this very run has built?
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SetupProblem, install } from "./install.mjs";
import { input, step, tellLaterSteps } from "./later-steps.mjs";

const { env } = process;

await step(async () => {
  const folder = input(env, "folder");
  const installed = await install(async (name) => {
    try {
      return await readFile(join(folder, name));
    } catch (error) {
      throw new SetupProblem(`${name} cannot be read in ${folder} (${error.code})`);
    }
  }, env);
  tellLaterSteps(env, {
    ROLLCALL_MATRIX: input(env, "matrix"),
    ROLLCALL_JOB_ID: input(env, "job-id"),
  });
  return installed;
});
