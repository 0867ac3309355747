/** Whose work is in the bundle, and under which terms? */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** The licenses of the npm packages that these files belong to, as Markdown, in the order of their names. */
export async function licensesOf(files) {
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined));
  const sections = await Promise.all([...folders].map(section));
  return `# Third-party licenses

Rollcall's program contains these npm packages.
${[...new Set(sections)].sort().join("")}`;
}

/** `node_modules/.pnpm/yaml@2.9.1/node_modules/yaml/dist/x.js`: up to the last package's name. */
function packageFolder(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function section(folder) {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  );
  const names = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)\b/i.test(file));
  if (names.length === 0) throw new Error(`${folder}: no file with a license text`);
  const texts = await Promise.all(
    names.sort().map(async (file) => await readFile(join(folder, file), "utf8")),
  );
  const fenced = texts.map((text) => `\n\`\`\`text\n${text.replaceAll("\r", "").trim()}\n\`\`\`\n`);
  return `\n## ${name} ${version} (${license})\n${fenced.join("")}`;
}
