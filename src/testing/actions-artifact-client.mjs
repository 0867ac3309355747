/**
 * What does GitHub's own client do, in a process and an environment of its own?
 *
 *     node actions-artifact-client.mjs '[["listArtifacts"], ["getArtifact", "a"]]' results.json
 *
 * Calls the methods of `@actions/artifact` one after the other and writes what each gave: its value, or
 * the message of what it threw. What the client prints stays on standard output.
 */
import { realpathSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import process from "node:process";
import { URL, fileURLToPath, pathToFileURL } from "node:url";

// 6.2.1 imports @protobuf-ts/runtime-rpc and forgets to depend on it; its dependency
// @protobuf-ts/plugin has it. An unhoisted node_modules shows that.
const artifact = realpathSync(fileURLToPath(import.meta.resolve("@actions/artifact")));
const plugin = new URL("../../../@protobuf-ts/plugin/package.json", pathToFileURL(artifact));
const pluginUrl = pathToFileURL(realpathSync(fileURLToPath(plugin))).href;
const hook = `export const resolve = (specifier, context, next) =>
  specifier === "@protobuf-ts/runtime-rpc"
    ? next(specifier, { ...context, parentURL: ${JSON.stringify(pluginUrl)} })
    : next(specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
const { DefaultArtifactClient } = await import("@actions/artifact");

const [calls = "[]", resultsPath = "results.json"] = process.argv.slice(2);
const client = new DefaultArtifactClient();
const results = [];
for (const [method, ...parameters] of JSON.parse(calls)) {
  try {
    results.push({ value: await client[method](...parameters) });
  } catch (error) {
    results.push({ error: error.message });
  }
}
writeFileSync(resultsPath, JSON.stringify(results));
