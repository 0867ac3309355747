// Is a golden comment what was rendered? If there is none yet: what would it be?
//
//   node tools/golden-test.mjs GOLDEN RENDERED
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const [golden, rendered] = process.argv.slice(2);
const text = readFileSync(rendered, "utf8");
const update = "`bazel run //testdata:update` or `pnpm goldens` writes it";

if (!existsSync(golden)) {
  console.log(`${golden} is missing; ${update}:\n\n${text}`);
  process.exitCode = 1;
} else if (readFileSync(golden, "utf8") !== text) {
  const labels = ["--label", golden, "--label", `${golden} (rendered)`];
  const { error, stdout } = spawnSync("diff", ["-u", ...labels, golden, rendered]);
  const difference = error === undefined ? stdout.toString() : `\n${text}`;
  console.log(`${golden} is not what was rendered; ${update}:\n${difference}`);
  process.exitCode = 1;
}
