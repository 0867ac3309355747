/**
 * What does a job's every later step need to know?
 *
 * The runner tells the runtime token to JavaScript actions only, and the matrix and the job's id to
 * expressions only.
 */
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/** The variables of later steps. `given` are inputs that have the name of a variable. */
export function tellLaterSteps(env, given) {
  const { ACTIONS_RUNTIME_TOKEN: runtimeToken, ACTIONS_RESULTS_URL: resultsUrl } = env;
  for (const secret of [runtimeToken, given.GITHUB_TOKEN]) if (isSet(secret)) mask(secret);
  // What somebody has set for the whole job is left as it is.
  const missing = Object.entries(given).filter(([name]) => !isSet(env[name]));
  const variables = { ...Object.fromEntries(missing) };
  // One without the other is of no use.
  if (isSet(runtimeToken) && isSet(resultsUrl)) {
    variables.ACTIONS_RUNTIME_TOKEN = runtimeToken;
    variables.ACTIONS_RESULTS_URL = resultsUrl;
  }
  for (const [name, value] of Object.entries(variables)) {
    if (isSet(value)) appendFileSync(env.GITHUB_ENV, variableLines(name, value));
  }
}

/** An input, as the runner passes it. */
export function input(env, name) {
  return (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
}

/** Does the work of a step; one line and a red step if it cannot. */
export async function step(work) {
  try {
    console.log(`Rollcall is set up: ${await work()}`);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    console.log(`::error title=Set up Rollcall::${escaped(text)}`);
    process.exitCode = 1;
  }
}

/** A delimiter that nobody can guess: no value can end early and go on as a variable of its own. */
function variableLines(name, value) {
  const delimiter = `rollcall-${randomUUID()}`;
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

function mask(secret) {
  console.log(`::add-mask::${escaped(secret)}`);
}

function escaped(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function isSet(text) {
  return text !== undefined && text !== "";
}
