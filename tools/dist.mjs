// What does a release hold?
//
//   node tools/dist.mjs [--from FOLDER] [--out FOLDER]
//
// Takes what tools/bundle.mjs and tools/executable.mjs made in dist/ and fills dist/release/: both programs,
// the JSON Schemas, the licenses, the bill of materials, a README and the checksums of them all. The executable is a copy of Node,
// whose license wants its text to go with every copy.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { from, out } = parseArgs({
  options: {
    from: { type: "string", default: "dist" },
    out: { type: "string", default: "dist/release" },
  },
}).values;
const program = join(from, "rollcall.cjs");
const executable = `rollcall-${process.platform}-${process.arch}`;

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "schemas"), { recursive: true });
copyFileSync(program, join(out, "rollcall.cjs"));
copyFileSync(join(from, "rollcall"), join(out, executable));
copyFileSync(join(from, "THIRD-PARTY-LICENSES.md"), join(out, "THIRD-PARTY-LICENSES.md"));
copyFileSync("LICENSE", join(out, "LICENSE"));
write("NODE-LICENSE.txt", nodeLicense());
write("sbom.cdx.json", billOfMaterials());
for (const schema of ["entry", "roster", "config"]) {
  write(`schemas/${schema}.json`, execFileSync(process.execPath, [program, "schema", schema]));
}
write("README.md", readme(JSON.parse(readFileSync("package.json", "utf8"))));
write("SHA256SUMS", checksums());

function write(name, content) {
  writeFileSync(join(out, name), content);
}

/** Of what the licenses name, and of the Node in the executable. */
function billOfMaterials() {
  const tool = fileURLToPath(new URL("sbom.mjs", import.meta.url));
  const licenses = join(from, "THIRD-PARTY-LICENSES.md");
  const args = [tool, "--licenses", licenses, "--node", process.version];
  return execFileSync(process.execPath, args);
}

/** Of the pinned Node it is kept here: an action of Bazel's sees no more of its Node than the program. */
function nodeLicense() {
  const places = [
    `third-party/node-${process.version}-LICENSE.txt`,
    // Where archives and where Debian's packages have it, as seen from the program.
    join(process.execPath, "../../LICENSE"),
    join(process.execPath, "../../share/doc/nodejs/LICENSE"),
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) {
    throw new Error(
      `no license text of Node ${process.version}, which the executable holds: looked for ${places.join(", ")}`,
    );
  }
  return readFileSync(found);
}

/** As `sha256sum` writes and checks them. */
function checksums() {
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name).slice(out.length + 1))
    .sort();
  return files.map((file) => `${sha256(readFileSync(join(out, file)))}  ${file}\n`).join("");
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function readme({ version, description }) {
  return `# Rollcall ${version}

${description}

| file | what it is |
|---|---|
| \`rollcall.cjs\` | the program, one file; wants Node 20 or newer |
| \`${executable}\` | the same with Node ${process.version} inside; wants only glibc and libstdc++ |
| \`schemas/\` | JSON Schemas of an entry, a roster and the config file |
| \`sbom.cdx.json\` | the software bill of materials of both, CycloneDX 1.5 |
| \`SHA256SUMS\` | the checksums of all of these |

Check: \`sha256sum --check SHA256SUMS\`

Install: \`install -m 755 ${executable} /usr/local/bin/rollcall\`, or the same with \`rollcall.cjs\`.
Then \`rollcall --help\`.

License: \`LICENSE\`; of the npm packages inside: \`THIRD-PARTY-LICENSES.md\`; of the Node inside the executable and
of its parts: \`NODE-LICENSE.txt\`
`;
}
