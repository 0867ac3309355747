/** Do the setup actions install what was built, and nothing else, and tell later steps what they need? */
import { createHash } from "node:crypto";
import { symlinkSync } from "node:fs";
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ProgramWorld, workflows } from "../program.js";
import { type WorldJob, placeOf, rowsOf } from "./job-of-world.js";
import { type JobEnd, type JobPlace, runSteps } from "./job-runner.js";
import { makePrebuilt } from "./prebuilt.js";
import type { Step } from "./workflow-files.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 4 });

let world: ProgramWorld;
beforeAll(async () => {
  world = await ProgramWorld.open();
});
afterAll(async () => {
  await world.close();
});

const prebuilt: Step = { uses: "./.github/actions/install-prebuilt" };
const report: Step = {
  name: "report",
  run: "rollcall report --task lint --status failed",
  env: { GITHUB_TOKEN: "${{ github.token }}" },
};

let count = 0;
/** A job that has what was built as its run's artifact. */
async function place(more: Partial<WorldJob> = {}): Promise<JobPlace & { folder: string }> {
  count += 1;
  // Tests run side by side: what comes after an `await` may see another's count.
  const number = count;
  const folder = await makePrebuilt(join(world.directory, `prebuilt-${number}`));
  const artifacts = new Map([["prebuilt-rollcall", folder]]);
  const job = { run: workflows[0], job: `job-${number}`, workspace: process.cwd(), artifacts };
  return { ...placeOf(world, { ...job, ...more }), folder };
}

function exitCodes({ steps }: JobEnd): readonly (number | null)[] {
  return steps.map(({ exitCode }) => exitCode);
}

/** A PATH with the usual tools and no Node, or with the given one. */
async function pathWithoutNode(node?: string): Promise<string> {
  count += 1;
  const folder = join(world.directory, `bin-${count}`);
  await mkdir(folder);
  for (const tool of ["bash", "sh"]) symlinkSync(`/bin/${tool}`, join(folder, tool));
  if (node !== undefined) await writeFile(join(folder, "node"), node, { mode: 0o755 });
  return folder;
}

describe.concurrent("install-prebuilt", () => {
  test("installs the bundle, and a report from it says leg and job page", async () => {
    const job = await place({ matrix: { os: "linux", node: 20 }, checkRunId: 51725241954 });
    const end = await runSteps([prebuilt, report], job);
    expect(exitCodes(end), JSON.stringify(end.steps)).toEqual([0, 0, 0]);
    expect(end.steps[0]?.output).toMatch(
      /^Rollcall is set up: rollcall\.cjs, run by Node \d+\.\d/m,
    );
    const row = rowsOf(world).find(({ job: name }) => name === job.variables["GITHUB_JOB"]);
    expect(row).toMatchObject({ task: "lint", status: "failed", leg: "node=20, os=linux" });
    expect(world.comments[0]?.body).toContain(
      `/actions/runs/${workflows[0].runId}/job/51725241954`,
    );
  });

  test("tells later steps the runtime token, and masks it", async () => {
    const job = await place();
    const end = await runSteps([prebuilt], job);
    expect(end.variables).toEqual({
      ...job.actionsOnly,
      ROLLCALL_MATRIX: "null",
      ROLLCALL_JOB_ID: "1",
    });
    expect(end.masked).toEqual([job.actionsOnly["ACTIONS_RUNTIME_TOKEN"]]);
    const shown = end.steps.map(({ output }) => output.replace(/^::add-mask::.*$/m, "")).join("");
    expect(shown).not.toContain(job.actionsOnly["ACTIONS_RUNTIME_TOKEN"]);
  });

  test("does without a runtime token", async () => {
    const end = await runSteps([prebuilt], { ...(await place()), actionsOnly: {} });
    expect(exitCodes(end)).toEqual([0, 0]);
    expect(Object.keys(end.variables)).toEqual(["ROLLCALL_MATRIX", "ROLLCALL_JOB_ID"]);
  });

  test("a matrix of many lines stays one variable", async () => {
    const matrix = { text: "a\nEOF\nPATH=/evil\nghadelimiter<<x", "it's": '${{ "$(id)" }}' };
    const end = await runSteps([prebuilt], await place({ matrix }));
    expect(JSON.parse(end.variables["ROLLCALL_MATRIX"] ?? "")).toEqual(matrix);
    expect(end.variables["PATH"]).toBeUndefined();
  });

  test.each([
    { what: "no Node", node: undefined },
    { what: "a Node that is too old", node: `#!/bin/sh\necho '["18.20.0","/old/node"]'\n` },
    { what: "a Node that does not start", node: "#!/bin/sh\nexit 1\n" },
  ])("takes the executable where there is $what", async ({ node }) => {
    const path = await pathWithoutNode(node);
    const end = await runSteps([prebuilt], await place({ path }));
    expect(exitCodes(end), JSON.stringify(end.steps)).toEqual([0, 0]);
    expect(end.steps[0]?.output).toContain("set up: rollcall-linux-x64, with its own Node");
    expect(end.steps[1]?.output).toBe("the executable: --version\n");
  });

  test.each([
    {
      os: ["win32", "x64"],
      line: "Rollcall runs on Linux and macOS, and this is a Windows runner",
    },
    {
      os: ["linux", "arm64"],
      line: "there is no Node 20 or newer on PATH, and an executable only for linux-x64 (this is linux-arm64); add actions/setup-node before this step",
    },
    {
      os: ["darwin", "arm64"],
      line: "there is no Node 20 or newer on PATH, and an executable only for linux-x64 (this is darwin-arm64); add actions/setup-node before this step",
    },
  ])("$os without Node: one line", async ({ os: [platform, arch], line }) => {
    const job = await place({ path: await pathWithoutNode() });
    const values = `{ platform: { value: "${platform}" }, arch: { value: "${arch}" } }`;
    const preload = await world.writeFile(
      `${job.variables["GITHUB_JOB"]}.mjs`,
      `Object.defineProperties(process, ${values});`,
    );
    const actionsOnly = { ...job.actionsOnly, NODE_OPTIONS: `--import=${preload}` };
    const end = await runSteps([prebuilt], { ...job, actionsOnly });
    expect(end.steps.map(({ output }) => output)).toEqual([
      `::error title=Set up Rollcall::${line}\n`,
    ]);
    expect(end.path).toBe(job.path);
  });

  test("a job without a pull request: a report is a notice and no failure", async () => {
    const job = await place();
    const ref = { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main" };
    const event = await readFile("testdata/events/push--branch.json", "utf8");
    const path = await world.writeFile("push.json", event);
    const variables = { ...job.variables, ...ref, GITHUB_EVENT_PATH: path };
    const end = await runSteps([prebuilt, report], { ...job, variables });
    expect(exitCodes(end), JSON.stringify(end.steps)).toEqual([0, 0, 0]);
    expect(end.steps.at(-1)?.output).not.toMatch(/^::(?:error|warning)/m);
  });

  test("another Node that a later step puts first does no harm", async () => {
    const other: Step = { run: 'echo "$OTHER" >> "$GITHUB_PATH"', env: { OTHER: "" } };
    const broken = await pathWithoutNode("#!/bin/sh\nexit 1\n");
    const later = { ...other, env: { OTHER: broken } };
    const version: Step = { name: "version", run: "node -v && exit 9; rollcall --version" };
    const end = await runSteps([prebuilt, later, version], await place());
    expect(exitCodes(end), JSON.stringify(end.steps)).toEqual([0, 0, 0, 0]);
  });

  test("an executable that does not start: one line, nothing on PATH", async () => {
    const job = await place({ path: await pathWithoutNode() });
    const broken = "#!/bin/sh\nexit 127\n";
    await writeFile(join(job.folder, "rollcall-linux-x64"), broken);
    const sum = createHash("sha256").update(broken).digest("hex");
    await writeFile(join(job.folder, "SHA256SUMS"), `${sum}  rollcall-linux-x64\n`);
    const end = await runSteps([prebuilt], job);
    expect(end.steps.map(({ output }) => output)).toEqual([
      "::error title=Set up Rollcall::rollcall-linux-x64 does not start on this runner: 127 (it wants glibc and libstdc++; or add actions/setup-node)\n",
    ]);
    expect(end.path).toBe(job.path);
  });

  const cases: readonly {
    what: string;
    spoil: (folder: string) => Promise<void>;
    line: RegExp;
  }[] = [
    {
      what: "another file than was built",
      spoil: async (folder) => {
        await appendFile(join(folder, "rollcall.cjs"), "evil();");
      },
      line: /rollcall\.cjs is not the file that was built: expected sha256 [0-9a-f]{64}, found [0-9a-f]{64}/,
    },
    {
      what: "no checksum of it",
      spoil: async (folder) => {
        await writeFile(join(folder, "SHA256SUMS"), `${"0".repeat(64)}  other.mjs\n`);
      },
      line: /SHA256SUMS does not name rollcall\.cjs/,
    },
    {
      what: "no file",
      spoil: async (folder) => {
        await rm(join(folder, "rollcall.cjs"));
      },
      line: /rollcall\.cjs cannot be read in \S+ \(ENOENT\)/,
    },
  ];
  test.each(cases)("$what: one line, nothing on PATH", async ({ spoil, line }) => {
    const job = await place();
    await spoil(job.folder);
    const end = await runSteps([prebuilt, report], job);
    expect(exitCodes(end)).toEqual([1]);
    expect(end.steps[0]?.output).toMatch(
      new RegExp(`^::error title=Set up Rollcall::${line.source}\n$`),
    );
    expect(end.path).toBe(job.path);
    expect(end.variables).toEqual({});
  });
});

describe.concurrent("Set up Rollcall", () => {
  const setUp = (inputs: Step["with"] = {}): Step => ({
    uses: "./",
    with: { "github-token": "ghs_given", ...inputs },
  });
  let origin: string;
  const requests: IncomingMessage[] = [];
  const answers: Record<string, string> = {};
  const failOnce = new Set<string>();
  const server = createServer((request, response) => {
    requests.push(request);
    const { url = "" } = request;
    const answer = failOnce.delete(url) ? 503 : (answers[url] ?? 404);
    if (typeof answer === "number") {
      response.writeHead(answer).end();
    } else if (answer.startsWith("/assets/")) {
      response.writeHead(302, { location: answer }).end();
    } else {
      void readFile(answer).then((bytes) => response.end(bytes));
    }
  });
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  /** A job that uses the action of a repository whose only release is there. */
  async function release(where: string): Promise<JobPlace & { releases: string }> {
    const job = await place();
    count += 1;
    const repository = `octo-org/rollcall-${count}`;
    const releases = `/${repository}/releases`;
    for (const name of ["rollcall.cjs", "SHA256SUMS"]) {
      answers[`${releases}/${where}/${name}`] = `/assets/${count}/${name}`;
      answers[`/assets/${count}/${name}`] = join(job.folder, name);
    }
    const actionsOnly = {
      ...job.actionsOnly,
      GITHUB_SERVER_URL: origin,
      GITHUB_ACTION_REPOSITORY: repository,
    };
    const { GITHUB_SERVER_URL, ...variables } = job.variables;
    expect(GITHUB_SERVER_URL).toBeDefined();
    return { ...job, variables, actionsOnly, releases };
  }

  async function ownVersion(): Promise<string> {
    return (JSON.parse(await readFile("package.json", "utf8")) as { version: string }).version;
  }

  test("installs the release that it came with; a report needs nothing more", async () => {
    const job = await release(`download/v${await ownVersion()}`);
    const end = await runSteps(
      [setUp({ "github-token": ProgramWorld.token }), { ...report, env: {} }],
      job,
    );
    expect(exitCodes(end), JSON.stringify(end.steps)).toEqual([0, 0]);
    expect(rowsOf(world).map((row) => row.job)).toContain(job.variables["GITHUB_JOB"]);
    expect(end.masked).toEqual([job.actionsOnly["ACTIONS_RUNTIME_TOKEN"], ProgramWorld.token]);
    expect(requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  test.each(["1.2.3", "v1.2.3"])("installs version %s", async (version) => {
    const end = await runSteps([setUp({ version })], await release("download/v1.2.3"));
    expect(end.steps[0]?.output).toContain("Rollcall is set up: 1.2.3, rollcall.cjs");
  });

  test("installs the latest, where asking once more helps", async () => {
    const job = await release("latest/download");
    const path = `${job.releases}/latest/download/SHA256SUMS`;
    failOnce.add(path);
    const end = await runSteps([setUp({ version: "latest" })], job);
    expect(exitCodes(end), JSON.stringify(end.steps)).toEqual([0]);
    expect(requests.filter(({ url }) => url === path)).toHaveLength(2);
  });

  test.each([
    {
      version: "9.9.9",
      line: /\S+\/releases\/download\/v9\.9\.9\/\S+ cannot be downloaded: expected status 200, found 404/,
    },
    {
      version: "../../evil",
      line: /version must be a release such as 1\.2\.3, or latest, found "\.\.\/\.\.\/evil"/,
    },
  ])("version $version: one line", async ({ version, line }) => {
    const end = await runSteps([setUp({ version })], await release("download/v1.2.3"));
    expect(exitCodes(end)).toEqual([1]);
    expect(end.steps[0]?.output).toMatch(
      new RegExp(`^::error title=Set up Rollcall::${line.source}\n$`),
    );
  });

  test("leaves what the job has set, and finds the config file from any directory", async () => {
    const job = await release("download/v1.2.3");
    const set = { ...job.variables, GITHUB_TOKEN: "ghs_of_the_job", ROLLCALL_MATRIX: '{"a":1}' };
    const step = setUp({ version: "1.2.3", config: "ci/rollcall.yaml" });
    const end = await runSteps([step], { ...job, variables: set });
    expect(Object.keys(end.variables).sort()).toEqual([
      "ACTIONS_RESULTS_URL",
      "ACTIONS_RUNTIME_TOKEN",
      "ROLLCALL_CONFIG",
      "ROLLCALL_JOB_ID",
    ]);
    expect(end.variables["ROLLCALL_CONFIG"]).toBe(join(process.cwd(), "ci/rollcall.yaml"));
  });
});
