/**
 * Which tools of a job take too long for a test, and what stands in for them?
 *
 * Bazel, which starts the program as it does in truth, npx, which builds it in no time, and gh, which
 * would reach GitHub. All write down how they were called.
 */
import { copyFile, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makePrebuilt } from "./prebuilt.js";

/** Bazel starts the program elsewhere and names the caller's directory. */
const bazel = `#!/bin/sh
echo "$(basename "$PWD") bazel $*" >> "$STAND_INS/calls"
case "$1" in
  run) shift 3; caller=$PWD; cd /; BUILD_WORKING_DIRECTORY=$caller exec node "$STAND_INS/tools/publish.mjs" "$@" ;;
  cquery) echo "$STAND_INS/dist" ;;
  info) echo "$STAND_INS" ;;
esac
`;
/** pnpm test has a file to write that .ci/run reads. */
const npx = `#!/bin/sh
echo "$(basename "$PWD") npx $*" >> "$STAND_INS/calls"
case "$*" in
  *" build"*) mkdir -p dist && cp "$STAND_INS/dist/rollcall.cjs" dist ;;
esac
for word in "$@"; do
  case "$word" in
    --outputFile.json=*) echo '{"numPassedTests":1,"numFailedTests":0}' > "\${word#*=}" ;;
  esac
done
`;

/** GitHub's own command line: what it is to release is in `published` then. */
const gh = `#!/bin/sh
echo "$GH_REPO gh $*" >> "$STAND_INS/calls"
mkdir -p "$STAND_INS/published"
for word in "$@"; do
  if [ -f "$word" ]; then cp "$word" "$STAND_INS/published"; fi
done
`;

/** A folder with the tools in `bin`; `calls` there will say who called them. */
export async function makeStandIns(folder: string): Promise<string> {
  await makePrebuilt(join(folder, "dist"));
  await mkdir(join(folder, "bin"));
  await mkdir(join(folder, "tools"));
  await copyFile("tools/publish.mjs", join(folder, "tools/publish.mjs"));
  for (const [name, script] of Object.entries({ bazel, npx, gh })) {
    await writeFile(join(folder, "bin", name), script, { mode: 0o755 });
  }
  return folder;
}

/** A checkout of its own for each job, as far as the jobs look at it. */
export async function checkOut(folder: string): Promise<string> {
  for (const path of [".ci", ".github", "action.yml", "package.json", "testdata/BUILD.bazel"]) {
    await cp(path, join(folder, path), { recursive: true, dereference: true });
  }
  return folder;
}
