/**
 * How is a released program set up?
 *
 * Without `version` it is the one that this very action came with. The checksum beside it shows that it
 * came whole, not who made it: that is what the release's attestation is for.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupProblem, install } from "./install.mjs";
import { input, step, tellLaterSteps } from "./later-steps.mjs";

const attemptsMax = 3;
const requestMsMax = 120_000;
const { env } = process;

await step(async () => {
  const version = input(env, "version").replace(/^v/, "") || ownVersion();
  if (!/^(latest|\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?)$/.test(version)) {
    throw new SetupProblem(
      `version must be a release such as 1.2.3, or latest, found ${JSON.stringify(version.slice(0, 50))}`,
    );
  }
  // A fork of the action, or its copy on a server of one's own, has releases of its own.
  const repository = env.GITHUB_ACTION_REPOSITORY || env.GITHUB_REPOSITORY;
  const releases = `${env.GITHUB_SERVER_URL}/${repository}/releases`;
  const files =
    version === "latest" ? `${releases}/latest/download` : `${releases}/download/v${version}`;
  const installed = await install(async (name) => await download(`${files}/${name}`), env);
  const config = input(env, "config");
  tellLaterSteps(env, {
    ROLLCALL_MATRIX: input(env, "matrix"),
    ROLLCALL_JOB_ID: input(env, "job-id"),
    GITHUB_TOKEN: input(env, "github-token"),
    // Steps have directories of their own.
    ROLLCALL_CONFIG: config === "" ? "" : resolve(env.GITHUB_WORKSPACE ?? ".", config),
  });
  return `${version}, ${installed}`;
});

function ownVersion() {
  return JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"))
    .version;
}

/** A release is public: no token leaves this machine. */
async function download(url) {
  for (let attempt = 1; ; attempt += 1) {
    const found = await ask(url);
    if (Buffer.isBuffer(found)) return found;
    if (!found.mayPass || attempt === attemptsMax) {
      throw new SetupProblem(`${url} cannot be downloaded: ${found.why}`);
    }
    await sleep(1_000 * attempt);
  }
}

/** The file, or why there is none and whether to ask again. */
async function ask(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(requestMsMax) });
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    return {
      why: `expected status 200, found ${answer.status}`,
      mayPass: answer.status === 429 || answer.status >= 500,
    };
  } catch (error) {
    return { why: error.cause?.message ?? error.message, mayPass: true };
  }
}
