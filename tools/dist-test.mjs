// Does the release hold what it says, whole?
//
//   node tools/dist-test.mjs FOLDER
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const executable = `rollcall-${process.platform}-${process.arch}`;
const schemas = ["config.json", "entry.json", "roster.json"];

assert.deepEqual(readdirSync(folder).sort(), [
  "LICENSE",
  "NODE-LICENSE.txt",
  "README.md",
  "SHA256SUMS",
  "THIRD-PARTY-LICENSES.md",
  executable,
  "rollcall.cjs",
  "sbom.cdx.json",
  "schemas",
]);
assert.deepEqual(readdirSync(join(folder, "schemas")).sort(), schemas);

const sums = read("SHA256SUMS").trimEnd().split("\n");
assert.equal(sums.length, 7 + schemas.length);
for (const line of sums) {
  const [, sum, file] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
  const bytes = readFileSync(join(folder, file));
  assert.equal(sum, createHash("sha256").update(bytes).digest("hex"), file);
}

for (const name of schemas) {
  assert.match(JSON.parse(read(`schemas/${name}`)).$schema, /^https:\/\/json-schema\.org\//);
}
accessSync(join(folder, executable), constants.X_OK);
assert.match(read("rollcall.cjs"), /^#!\/usr\/bin\/env node\n/);
// Installed as the README tells: a name without an ending, outside of any package.
const scratch = mkdtempSync(join(tmpdir(), "rollcall-dist-"));
try {
  const installed = join(scratch, "rollcall");
  copyFileSync(join(folder, "rollcall.cjs"), installed);
  const { stdout, stderr } = spawnSync(process.execPath, [installed, "--version"], {
    encoding: "utf8",
  });
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/, stderr);
} finally {
  rmSync(scratch, { recursive: true });
}
// The texts that the notices refer to, in the program itself and beside it.
for (const name of ["rollcall.cjs", "THIRD-PARTY-LICENSES.md"]) {
  const text = read(name);
  for (const part of ["## zod ", "## universal-user-agent ", "Permission is hereby granted"]) {
    assert.ok(text.includes(part), `${name}: ${part}`);
  }
}

// What the licenses name, and nothing else but Node.
const bill = JSON.parse(read("sbom.cdx.json"));
const licensed = [...read("THIRD-PARTY-LICENSES.md").matchAll(/^## (\S+) (\S+) \(/gm)];
assert.equal(bill.bomFormat, "CycloneDX");
assert.deepEqual(
  bill.components.map(({ name, version }) => `${name} ${version}`),
  [
    ...licensed.map(([, name, version]) => `${name} ${version}`),
    `node ${process.version.slice(1)}`,
  ],
);

// Of this very Node, byte for byte, where its archive was unpacked whole. Never beside another one's executable.
const nodeLicense = read("NODE-LICENSE.txt");
assert.match(nodeLicense, /^Node\.js is licensed for use as follows:\n/);
for (const part of ["OpenSSL", "V8", "libuv", "ICU"]) {
  assert.ok(nodeLicense.includes(part), `NODE-LICENSE.txt: ${part}`);
}
const node = realpathSync(process.env.JS_BINARY__NODE_BINARY ?? process.execPath);
const archives = join(node, "../../LICENSE");
if (existsSync(archives)) assert.equal(nodeLicense, readFileSync(archives, "utf8"));

function read(name) {
  return readFileSync(join(folder, name), "utf8");
}
