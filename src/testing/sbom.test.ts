/** Does the bill of materials name exactly what is bundled, in CycloneDX's form? */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses: readonly unknown[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly version: number;
  readonly metadata: { readonly component: { readonly version: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly dependsOn: readonly string[] }[];
}

describe("tools/sbom.mjs", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-sbom-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const program = JSON.parse(readFileSync("package.json", "utf8")) as {
    readonly version: string;
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const bundled = Object.entries(program.dependencies).filter(([name]) => name !== "graphql");

  function licenses(text: string): string {
    const path = join(folder, "licenses.md");
    writeFileSync(path, text);
    return path;
  }

  test("has a component with the lockfile's checksum for each package of the licenses", () => {
    const sections = bundled.map(([name, version]) => `## ${name} ${version} (MIT)\n\ntext\n`);
    const args = ["tools/sbom.mjs", "--licenses", licenses(sections.join("\n"))];
    const text = execFileSync(process.execPath, args, { encoding: "utf8" });
    const bill = JSON.parse(text) as Bill;
    expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.5", version: 1 });
    expect(bill.metadata.component.version).toBe(program.version);
    expect(bill.components.map(({ name, version }) => [name, version])).toEqual(bundled);
    for (const { hashes, purl, "bom-ref": ref, licenses: terms } of bill.components) {
      expect(hashes).toEqual([
        { alg: "SHA-512", content: expect.stringMatching(/^[0-9a-f]{128}$/) as string },
      ]);
      expect(purl).toMatch(/^pkg:npm\/(%40[a-z]+\/)?[a-z-]+@\d+\.\d+\.\d+$/);
      expect(ref).toBe(purl);
      expect(terms).toEqual([{ license: { id: "MIT" } }]);
    }
    expect(bill.dependencies[0]?.dependsOn).toEqual(bill.components.map(({ purl }) => purl));
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe(text);
    const withNode = execFileSync(process.execPath, [...args, "--node", "v24.1.0"], {
      encoding: "utf8",
    });
    const { components, dependencies } = JSON.parse(withNode) as Bill;
    expect(components.slice(0, -1)).toEqual(bill.components);
    expect(components.at(-1)).toMatchObject({ name: "node", purl: "pkg:generic/node@24.1.0" });
    expect(dependencies[0]?.dependsOn.at(-1)).toBe("pkg:generic/node@24.1.0");
  });

  test.each([
    ["no packages", "# Third-party licenses\n", /expected packages, found none/],
    [
      "a package that is not locked",
      "## left-pad 1.3.0 (WTFPL)\n",
      /expected a sha512 of left-pad@1\.3\.0/,
    ],
  ])("refuses %s", (_what, text, problem) => {
    const args = ["tools/sbom.mjs", "--licenses", licenses(text)];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(problem);
  });
});
