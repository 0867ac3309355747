// Does the release hold what it says, whole?
//
//   node tools/dist-test.mjs FOLDER
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { accessSync, constants, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const executable = `rollcall-${process.platform}-${process.arch}`;
const schemas = ["config.json", "entry.json", "roster.json"];

assert.deepEqual(readdirSync(folder).sort(), [
  "LICENSE",
  "README.md",
  "SHA256SUMS",
  "THIRD-PARTY-LICENSES.md",
  executable,
  "rollcall.mjs",
  "schemas",
]);
assert.deepEqual(readdirSync(join(folder, "schemas")).sort(), schemas);

const sums = read("SHA256SUMS").trimEnd().split("\n");
assert.equal(sums.length, 5 + schemas.length);
for (const line of sums) {
  const [, sum, file] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
  const bytes = readFileSync(join(folder, file));
  assert.equal(sum, createHash("sha256").update(bytes).digest("hex"), file);
}

for (const name of schemas) {
  assert.match(JSON.parse(read(`schemas/${name}`)).$schema, /^https:\/\/json-schema\.org\//);
}
accessSync(join(folder, executable), constants.X_OK);
assert.match(read("rollcall.mjs"), /^#!\/usr\/bin\/env node\n/);
// The texts that the notices refer to, in the program itself and beside it.
for (const name of ["rollcall.mjs", "THIRD-PARTY-LICENSES.md"]) {
  const text = read(name);
  for (const part of ["## zod ", "## universal-user-agent ", "Permission is hereby granted"]) {
    assert.ok(text.includes(part), `${name}: ${part}`);
  }
}

function read(name) {
  return readFileSync(join(folder, name), "utf8");
}
