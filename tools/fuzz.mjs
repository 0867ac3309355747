// What do our readers make of bytes that nobody has thought of? Changes the files of testdata/hostile at random.
//
//   node tools/fuzz.mjs                       10,000 changed files for every reader
//   node tools/fuzz.mjs --reader zips --runs 1000000 --from 5000
//   node tools/fuzz.mjs --reader zips --seed zips-4711   one, its bytes to standard output
//   node tools/fuzz.mjs --refresh             rewrites testdata/hostile/*/expected.json; review the difference
//
// Exits 1 if a reader throws, hangs, or says anything but short lines.
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleSource } from "./load-source.mjs";

const root = "testdata/hostile";
const { values } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    reader: { type: "string" },
    runs: { type: "string", default: "10000" },
    from: { type: "string", default: "0" },
    seed: { type: "string" },
    refresh: { type: "boolean", default: false },
  },
});
if (values.help) {
  const source = await readFile(new URL(import.meta.url), "utf8");
  const head = source.split("\n").filter((line) => line.startsWith("//"));
  console.log(head.map((line) => line.slice(3)).join("\n"));
} else {
  const scratch = await mkdtemp(join(tmpdir(), "rollcall-fuzz-"));
  try {
    const { hostileReaders } = await import(
      await bundleSource("src/cli/hostile/readers.ts", scratch)
    );
    const other = await mkdtemp(join(scratch, "fuzz-"));
    const tools = await import(await bundleSource("src/cli/hostile/fuzz.ts", other));
    process.exitCode = await main(hostileReaders, tools);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function main(readers, tools) {
  const names = values.reader === undefined ? Object.keys(readers) : [values.reader];
  if (names.some((name) => readers[name] === undefined)) {
    throw new Error(`--reader must be one of ${Object.keys(readers).join(", ")}`);
  }
  let failures = 0;
  for (const name of names) {
    const files = await filesOf(name);
    if (values.refresh) await refresh(name, readers[name], files);
    else failures += await fuzz(name, readers[name], [...files.values()], tools);
  }
  return failures === 0 ? 0 : 1;
}

async function filesOf(name) {
  const all = (await readdir(join(root, name))).filter((file) => file !== "expected.json").sort();
  const pairs = all.map(async (file) => [file, await readFile(join(root, name, file))]);
  return new Map(await Promise.all(pairs));
}

async function refresh(name, reader, files) {
  const expected = {};
  for (const [file, bytes] of files) expected[file] = await reader(bytes);
  await writeFile(join(root, name, "expected.json"), `${JSON.stringify(expected, null, 2)}\n`);
}

async function fuzz(name, reader, corpus, { fuzzOnce }) {
  const from = Number(values.from);
  const runs = values.seed === undefined ? Number(values.runs) : 1;
  const startMs = performance.now();
  let failures = 0;
  for (let run = from; run < from + runs; run += 1) {
    const seed = values.seed ?? `${name}-${run}`;
    const failure = await fuzzOnce(reader, corpus, seed, () => performance.now());
    if (failure === undefined) continue;
    failures += 1;
    if (failures <= 3) console.log(`${name}, seed ${seed}: ${failure.problem}`);
    if (values.seed !== undefined) process.stdout.write(failure.bytes);
  }
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  console.log(`${name}: ${runs} changed files, ${failures} failures, ${seconds} s`);
  return failures;
}
