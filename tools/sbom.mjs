// What is in the bundle, for machines? A software bill of materials in CycloneDX 1.5 (JSON).
//
//   node tools/sbom.mjs [--licenses dist/THIRD-PARTY-LICENSES.md] [--lock pnpm-lock.yaml] [--node v22.1.0]
//
// To standard output. With --node, the Node inside the executable is named, too.
//
// The packages are those of the licenses file, which tools/bundle.mjs writes from what esbuild has really put into
// the bundle; their checksums are the lockfile's. Without a time or a random number: the same release, the same bytes.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { licenses, lock, node } = parseArgs({
  options: {
    licenses: { type: "string", default: "dist/THIRD-PARTY-LICENSES.md" },
    lock: { type: "string", default: "pnpm-lock.yaml" },
    node: { type: "string" },
  },
}).values;
const program = JSON.parse(readFileSync("package.json", "utf8"));
const packages = packagesOf(readFileSync(licenses, "utf8"));
const locked = readFileSync(lock, "utf8");
process.stdout.write(`${JSON.stringify(bill(), null, 2)}\n`);

function bill() {
  const ref = `pkg:npm/${program.name}@${program.version}`;
  const components = [
    ...packages.map(component),
    ...(node === undefined ? [] : [nodeItself(node)]),
  ];
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": ref,
        name: program.name,
        version: program.version,
        description: program.description,
        licenses: [licenseOf(program.license)],
        purl: ref,
      },
    },
    components,
    dependencies: [{ ref, dependsOn: components.map((each) => each["bom-ref"]) }],
  };
}

/** `## name version (license)`, as tools/licenses.mjs writes them. */
function packagesOf(text) {
  const found = [...text.matchAll(/^## (\S+) (\S+) \((.+)\)$/gm)];
  if (found.length === 0)
    throw new Error(`${licenses}: expected packages, found none; run tools/bundle.mjs first`);
  return found.map(([, name, version, license]) => ({ name, version, license }));
}

function component({ name, version, license }) {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    hashes: [{ alg: "SHA-512", content: checksumOf(name, version) }],
    licenses: [licenseOf(license)],
    purl,
  };
}

/** Its parts and their terms are in the text that goes with every copy. */
function nodeItself(version) {
  const purl = `pkg:generic/node@${version.replace(/^v/, "")}`;
  return {
    type: "platform",
    "bom-ref": purl,
    name: "node",
    version: version.replace(/^v/, ""),
    description: "inside of the executable alone",
    licenses: [{ license: { name: "NODE-LICENSE.txt" } }],
    purl,
  };
}

function licenseOf(id) {
  return /\s/.test(id) ? { expression: id } : { license: { id } };
}

/** The registry's own checksum, in hexadecimal digits as CycloneDX wants it. */
function checksumOf(name, version) {
  const entry = locked.indexOf(`${name}@${version}':\n    resolution:`);
  const plain = entry < 0 ? locked.indexOf(`\n  ${name}@${version}:\n    resolution:`) : entry;
  const integrity =
    plain < 0 ? null : /integrity: sha512-([A-Za-z0-9+/=]+)/.exec(locked.slice(plain, plain + 400));
  if (integrity === null)
    throw new Error(`${lock}: expected a sha512 of ${name}@${version}, found none`);
  return Buffer.from(integrity[1], "base64").toString("hex");
}
