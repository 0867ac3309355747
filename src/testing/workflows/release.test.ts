/** Is a release what was built, attested and verified, and what the setup action installs? */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ProgramWorld } from "../program.js";
import { placeOf } from "./job-of-world.js";
import { type JobEnd, runSteps } from "./job-runner.js";
import { checkOut, makeStandIns } from "./stand-ins.js";
import { type Workflow, readYaml } from "./workflow-files.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const { content: workflow, path } = readYaml<Workflow>(".github/workflows/release.yml");
const run = { path, name: workflow.name, runId: "9000000401" };
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const tag = `v${version}`;

let world: ProgramWorld;
beforeAll(async () => {
  world = await ProgramWorld.open();
  world.addRun({ ...run, id: run.runId, headSha: ProgramWorld.head, event: "push" });
});
afterAll(async () => {
  await world.close();
});

/** The files of a folder and their checksums. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

let count = 0;

/** Plays the jobs of a pushed tag's run; `Bin` of `more` has tools that go before the stand-ins. */
class Release {
  readonly artifacts = new Map<string, string>();
  attested: Readonly<Record<string, string>> = {};
  readonly #refName: string;
  readonly #standIns: string;
  readonly #workspace: string;
  readonly #moreBin: string;

  private constructor(refName: string, folder: string) {
    this.#refName = refName;
    this.#standIns = join(folder, "stand-ins");
    this.#workspace = join(folder, "checkout");
    this.#moreBin = join(folder, "bin");
  }

  static async of(refName: string): Promise<Release> {
    count += 1;
    const release = new Release(refName, join(world.directory, `release-${count}`));
    await mkdir(release.#moreBin, { recursive: true });
    await makeStandIns(release.#standIns);
    await checkOut(release.#workspace);
    return release;
  }

  get published(): string {
    return join(this.#standIns, "published");
  }

  get calls(): readonly string[] {
    return readFileSync(join(this.#standIns, "calls"), "utf8").trimEnd().split("\n");
  }

  /** A tool that goes before the stand-in of its name. */
  async useTool(name: string, script: string): Promise<void> {
    await writeFile(join(this.#moreBin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  async play(job: "build" | "release"): Promise<JobEnd> {
    const bins = [this.#moreBin, join(this.#standIns, "bin"), process.env["PATH"] ?? ""];
    const place = placeOf(world, {
      run,
      job,
      workspace: this.#workspace,
      path: bins.join(":"),
      artifacts: this.artifacts,
    });
    const github = {
      token: ProgramWorld.token,
      repository: ProgramWorld.fullName,
      ref_name: this.#refName,
    };
    return await runSteps(workflow.jobs[job]!.steps, {
      ...place,
      variables: {
        ...place.variables,
        STAND_INS: this.#standIns,
        GITHUB_EVENT_NAME: "push",
        GITHUB_REF: `refs/tags/${this.#refName}`,
        GITHUB_REF_NAME: this.#refName,
      },
      contexts: { ...place.contexts, github },
      others: {
        ...place.others,
        "actions/attest-build-provenance": async (inputs) => {
          const [, folder = ""] = /^(\S+)\/\*$/.exec(inputs["subject-path"] ?? "") ?? [];
          this.attested = filesOf(folder);
          await Promise.resolve();
        },
      },
    });
  }
}

/** The steps that failed. */
function failures({ steps }: JobEnd): readonly string[] {
  return steps.filter(({ exitCode }) => exitCode !== 0).map(({ name }) => name);
}

/** Serves a release's files as GitHub does; the address of the server. */
async function serve(folder: string): Promise<{ server: Server; origin: string }> {
  const prefix = `/octo-org/rollcall/releases/download/${tag}/`;
  const server = createServer(({ url = "" }, response) => {
    const file = join(folder, url.slice(prefix.length));
    if (url.startsWith(prefix) && existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("what is attested is handed on, released, and installed by the action", async () => {
  const release = await Release.of(tag);
  const built = await release.play("build");
  expect(failures(built), JSON.stringify(built.steps)).toEqual([]);
  const handedOn = release.artifacts.get("release")!;
  expect(Object.keys(release.attested).sort()).toEqual([
    "NODE-LICENSE.txt",
    "SHA256SUMS",
    "THIRD-PARTY-LICENSES.md",
    "rollcall-linux-x64",
    `rollcall-${tag}.tar.gz`,
    "rollcall.cjs",
    "sbom.cdx.json",
  ]);
  expect(filesOf(handedOn)).toEqual(release.attested);

  const released = await release.play("release");
  expect(failures(released), JSON.stringify(released.steps)).toEqual([]);
  expect(filesOf(release.published)).toEqual(release.attested);
  const [call = "", ...more] = release.calls.filter((line) => line.includes(" gh "));
  expect(more).toEqual([]);
  expect(call).toMatch(
    new RegExp(`^${ProgramWorld.fullName} gh release create ${tag} --verify-tag --generate-notes `),
  );

  const archive = join(release.published, `rollcall-${tag}.tar.gz`);
  const listed = execFileSync("tar", ["--list", "--verbose", "--file", archive], {
    encoding: "utf8",
  });
  for (const name of ["LICENSE", "NODE-LICENSE.txt", "README.md", "SHA256SUMS", "rollcall.cjs"]) {
    expect(listed).toContain(` rollcall-${tag}/${name}\n`);
  }
  expect(listed).toMatch(/^-rwxr-xr-x 0\/0 .* 1970-01-01 00:00 \S+\/rollcall-linux-x64$/m);

  const { server, origin } = await serve(release.published);
  try {
    const job = placeOf(world, {
      run,
      job: "user",
      workspace: process.cwd(),
      artifacts: new Map<string, string>(),
    });
    const { GITHUB_SERVER_URL, ...variables } = job.variables;
    expect(GITHUB_SERVER_URL).toBeDefined();
    const own = { GITHUB_SERVER_URL: origin, GITHUB_ACTION_REPOSITORY: "octo-org/rollcall" };
    const user = { ...job, variables, actionsOnly: { ...job.actionsOnly, ...own } };
    const steps = [{ uses: "./" }, { name: "version", run: "rollcall --version" }];
    const set = await runSteps(steps, user);
    expect(failures(set), JSON.stringify(set.steps)).toEqual([]);
    expect(set.steps.at(-1)?.output).toBe(`${version}\n`);
  } finally {
    server.close();
  }
});

test.each([`${tag}0`, version, "v", `${tag}-rc.1`])(
  "a tag %s is not the version: nothing is built",
  async (refName) => {
    const release = await Release.of(refName);
    const built = await release.play("build");
    expect(built.steps.map(({ name }) => name)).toEqual(["The tag is the version"]);
    expect(failures(built)).toEqual(["The tag is the version"]);
    expect(release.attested).toEqual({});
    expect(release.artifacts.size).toBe(0);
  },
);

test("two builds that differ are neither attested nor handed on", async () => {
  const release = await Release.of(tag);
  await release.useTool("npx", "mkdir -p dist && echo other > dist/rollcall.cjs");
  expect(failures(await release.play("build"))).toEqual(["Compare both"]);
  expect(release.attested).toEqual({});
  expect(release.artifacts.size).toBe(0);
});

test("red tests of the tag end it", async () => {
  const release = await Release.of(tag);
  await release.useTool("bazel", 'test "$1" != test');
  expect(failures(await release.play("build"))).toEqual(["Test"]);
  expect(release.artifacts.size).toBe(0);
});

test("a file that was changed on its way is not released", async () => {
  const release = await Release.of(tag);
  expect(failures(await release.play("build"))).toEqual([]);
  await appendFile(join(release.artifacts.get("release")!, `rollcall-${tag}.tar.gz`), "x");
  expect(failures(await release.play("release"))).toEqual(["Verify"]);
  expect(release.calls.filter((line) => line.includes(" gh "))).toEqual([]);
});

test("a file that nobody has summed up is not released; a release candidate never is the latest", async () => {
  const release = await Release.of("v9.0.0-rc.1");
  const folder = join(world.directory, "candidate");
  await mkdir(folder);
  for (const name of ["rollcall.cjs", "stray"]) await writeFile(join(folder, name), name);
  const sum = filesOf(folder)["rollcall.cjs"] ?? "";
  await writeFile(join(folder, "SHA256SUMS"), `${sum}  rollcall.cjs\n`);
  release.artifacts.set("release", folder);
  expect(failures(await release.play("release"))).toEqual([]);
  expect(Object.keys(filesOf(release.published))).toEqual(["SHA256SUMS", "rollcall.cjs"]);
  expect(release.calls.at(-1)).toContain(" --prerelease ");
});

test("the license text kept here is of the Node that Bazel puts into the executable", async () => {
  const module = await readFile("MODULE.bazel", "utf8");
  const [, pinned = ""] = /node_version = "([\d.]+)"/.exec(module) ?? [];
  expect(readdirSync("third-party")).toEqual([`node-v${pinned}-LICENSE.txt`]);
});
