/**
 * Are the workflows and actions what GitHub takes, and does each name only what there is?
 *
 * GitHub's own parser judges their form; the rest is ours: what one file names, another one has.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { evaluateText } from "./expression.js";
import { type GitHubParser, loadGitHubParser } from "./github-parser.js";
import {
  type Action,
  type Job,
  type Parsed,
  type Step,
  type Workflow,
  publicationOf,
  readActions,
  readWorkflows,
} from "./workflow-files.js";

const workflows = readWorkflows();
const actions = readActions();
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
};
const jobs = workflows.flatMap(({ path, content }) =>
  Object.entries(content.jobs).map(([id, job]) => ({ where: `${path} ${id}`, path, id, job })),
);
/** Every step, with the steps of our composite actions, which run in the job, too. */
const steps = [
  ...jobs.flatMap(({ where, job }) => job.steps.map((step) => ({ where, step }))),
  ...actions.flatMap(({ path, content }) =>
    (content.runs.steps ?? []).map((step) => ({ where: path, step })),
  ),
];
const scriptSteps = steps.filter(({ step }) => step.run !== undefined);
const usingSteps = steps.flatMap(({ where, step }) =>
  step.uses === undefined ? [] : [{ where, step, uses: step.uses }],
);

function workflowOf(name: string): Parsed<Workflow> {
  return workflows.find(({ path }) => path === `.github/workflows/${name}.yml`)!;
}

function actionOf(uses: string): Action | undefined {
  const path = join(uses, "action.yml");
  return actions.find((action) => action.path === path)?.content;
}

describe("GitHub's own parser", () => {
  let github: GitHubParser;
  beforeAll(async () => {
    github = await loadGitHubParser();
  });

  test.each(workflows)("takes $path", async ({ text }) => {
    expect(await github.workflowProblems(text)).toEqual([]);
  });

  test.each(actions)("takes $path", ({ text }) => {
    expect(github.actionProblems(text)).toEqual([]);
  });

  test("would not take what is wrong", async () => {
    const { text } = workflowOf("ci");
    const broken = [
      ["timeout-minutes: 30", "timeout-minute: 30"],
      ["runner.temp", "runer.temp"],
      ["steps.setup.outcome ==", "steps.setup.outcome = "],
      ["pull-requests: write", "pull-request: write"],
      ["steps:", "needs: nobody\n    steps:"],
    ] as const;
    for (const [good, bad] of broken) {
      expect(text).toContain(good);
      const problems = await github.workflowProblems(text.replace(good, bad));
      expect(problems, bad).not.toEqual([]);
    }
    expect(
      github.actionProblems(actions[0]?.text.replace("toJSON(matrix)", "secrets.x") ?? ""),
    ).not.toEqual([]);
  });
});

describe("permissions", () => {
  test.each(workflows)("$path has none of its own", ({ content }) => {
    expect(content.permissions).toEqual({});
  });

  test.each(jobs)("$where may write comments only if it publishes", ({ job }) => {
    const publishes = job.steps.some((step) => publicationOf(step) !== undefined);
    expect(job.permissions?.["pull-requests"]).toBe(publishes ? "write" : undefined);
    expect(job.permissions?.["actions"]).toBe(publishes ? "read" : undefined);
    const writable = Object.entries(job.permissions ?? {}).filter(
      ([, access]) => access === "write",
    );
    expect(writable.length).toBeLessThanOrEqual(2);
  });

  test("only who publishes is given the token", () => {
    for (const { where, step } of scriptSteps) {
      const given = Object.keys(step.env ?? {}).includes("GITHUB_TOKEN");
      expect(given, `${where}: ${step.run ?? ""}`).toBe(publicationOf(step) !== undefined);
    }
  });

  test("no checkout leaves its token behind", () => {
    for (const { where, step, uses } of usingSteps) {
      if (!uses.startsWith("actions/checkout@")) continue;
      expect(step.with?.["persist-credentials"], where).toBe(false);
    }
  });
});

test.each(jobs)("$where ends in time", ({ job }) => {
  expect(job["timeout-minutes"]).toBeGreaterThan(0);
  expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
});

test("every workflow has a concurrency group of its own", () => {
  const groups = workflows.map(({ content }) => content.concurrency?.group.replace(/\$\{\{.*/, ""));
  expect(groups).not.toContain(undefined);
  expect(new Set(groups).size).toBe(workflows.length);
});

describe("uses", () => {
  test("others' actions are pinned by commit, with the version beside it, each action once", () => {
    const pins = new Map<string, string>();
    for (const { path, text } of [...workflows, ...actions]) {
      for (const [line, uses = ""] of text.matchAll(/^[\s-]*uses: (\S+).*$/gm)) {
        if (uses.startsWith("./")) continue;
        expect(line, path).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v?\d+\.\d+\.\d+$/);
        const [name = ""] = uses.split("@");
        expect(pins.get(name) ?? line.trim().replace(/^- /, ""), path).toBe(
          line.trim().replace(/^- /, ""),
        );
        pins.set(name, line.trim().replace(/^- /, ""));
      }
    }
    expect(pins.size).toBeGreaterThan(3);
  });

  test("our own have the inputs that they are given, and get those that they need", () => {
    for (const { where, step, uses } of usingSteps.filter((one) => one.uses.startsWith("./"))) {
      const action = actionOf(uses);
      expect(action, `${where}: ${uses}`).toBeDefined();
      const given = Object.keys(step.with ?? {});
      const inputs = Object.entries(action?.inputs ?? {});
      expect(
        inputs.map(([name]) => name),
        where,
      ).toEqual(expect.arrayContaining(given));
      const needed = inputs.filter(([, input]) => input.required === true).map(([name]) => name);
      expect(given, where).toEqual(expect.arrayContaining(needed));
    }
  });

  test.each(actions)(
    "$path has the file that it runs, and reads its inputs",
    ({ path, content }) => {
      const { main, steps: own } = content.runs;
      expect(main === undefined).toBe(own !== undefined);
      const code =
        main === undefined
          ? JSON.stringify(own)
          : readFileSync(join(dirname(path), main), "utf8").replaceAll('input(env, "', "inputs.");
      const read = [...code.matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name);
      expect([...new Set(read)].sort()).toEqual(Object.keys(content.inputs ?? {}).sort());
    },
  );
});

describe("run", () => {
  test("no text of others is part of a script", () => {
    for (const { where, step } of scriptSteps) expect(step.run, where).not.toContain("${{");
  });

  test("scripts, files, folders and targets that are named are there", () => {
    const found = { scripts: 0, files: 0, targets: 0 };
    for (const { where, step } of scriptSteps) {
      const folder = step["working-directory"] ?? ".";
      for (const [, script = ""] of step.run!.matchAll(/\bpnpm(?:@10)? ([\w:-]+)/g)) {
        expect(Object.keys(scripts), where).toContain(script);
        found.scripts += 1;
      }
      for (const [, file = ""] of step.run!.matchAll(/\bbash (\S+)/g)) {
        expect(existsSync(file), `${where}: ${file}`).toBe(true);
        found.files += 1;
      }
      for (const [, label = ""] of step.run!.matchAll(/\bbazel (?:build|run|test) (\S+)/g)) {
        expect(hasTarget(label.replace(/['"]$/, ""), folder), `${where}: ${label}`).toBe(true);
        found.targets += 1;
      }
    }
    expect(Math.min(...Object.values(found))).toBeGreaterThan(2);
  });

  test.each([".ci/run", ".ci/dist"])("%s names targets that are there", (file) => {
    const labels = [...readFileSync(file, "utf8").matchAll(/^[^#]*\bbazel (?:build|test) (\S+)/gm)];
    for (const [, label = ""] of labels) expect(hasTarget(label, "."), label).toBe(true);
    expect(labels.length).toBeGreaterThan(0);
  });

  test("names a shell", () => {
    for (const { path, content } of workflows)
      expect(content.defaults?.run.shell, path).toBe("bash");
    for (const { path, content } of actions) {
      const own = (content.runs.steps ?? []).filter(({ run }) => run !== undefined);
      expect(
        own.filter(({ shell }) => shell !== "bash"),
        path,
      ).toEqual([]);
    }
  });
});

test("steps that an expression reads are of the same job, and go before", () => {
  let found = 0;
  for (const { where, job } of jobs) {
    const before = new Set<string | undefined>();
    for (const step of job.steps) {
      for (const [, id] of JSON.stringify(step).matchAll(/\bsteps\.([\w-]+)\./g)) {
        expect([...before], where).toContain(id);
        found += 1;
      }
      before.add(step.id);
    }
  }
  expect(found).toBeGreaterThan(1);
});

test.each([
  ["a push", "push", {}, "own"],
  ["a branch of ours", "pull_request", { full_name: "o/r", fork: true }, "own"],
  ["a fork", "pull_request", { full_name: "mona/r", fork: true }, "ubuntu-latest"],
  ["what we are a fork of", "pull_request", { full_name: "up/r", fork: false }, "ubuntu-latest"],
  ["a fork that is gone", "pull_request", null, "ubuntu-latest"],
])("runners of one's own: %s", (_, event, repo, wanted) => {
  const github = {
    event_name: event,
    repository: "o/r",
    event: { pull_request: { head: { repo } } },
  };
  const runsOn = workflowOf("ci").content.jobs["bazel"]!["runs-on"];
  expect(evaluateText(runsOn, { github, vars: { CI_RUNNER: "own" } })).toBe(wanted);
  expect(evaluateText(runsOn, { github, vars: {} })).toBe("ubuntu-latest");
});

/** Whether a BUILD file has it; `//...` always has something. */
function hasTarget(label: string, folder: string): boolean {
  const [, root, path = "", name] = /^(\/\/)?([^:]*?)(?::(.+))?$/.exec(label) ?? [];
  if (path.endsWith("...")) return true;
  const file = join(root === undefined ? folder : ".", path, "BUILD.bazel");
  return name !== undefined && readFileSync(file, "utf8").includes(`name = "${name}"`);
}

describe("artifacts", () => {
  /** The steps of a job with those of our composite actions in their place. */
  const allSteps = (job: Job): readonly Step[] =>
    job.steps.flatMap((step) => {
      const action = step.uses?.startsWith("./") === true ? actionOf(step.uses) : undefined;
      const defaults = action?.inputs ?? {};
      return [step, ...(action?.runs.steps ?? [])].map((one) => ({
        ...one,
        with: Object.fromEntries(
          Object.entries(one.with ?? {}).map(([name, value]) => [
            name,
            String(value).replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) =>
              String(step.with?.[input] ?? defaults[input]?.default),
            ),
          ]),
        ),
      }));
    });
  const namesOf = (job: Job, kind: string): readonly string[] =>
    allSteps(job)
      .filter(({ uses }) => uses?.startsWith(`actions/${kind}-artifact@`) === true)
      .map((step) => String(step.with?.["name"]));

  test("what a job downloads is uploaded by one that it needs", () => {
    let downloads = 0;
    for (const { where, path, job } of jobs) {
      const { content } = workflows.find((workflow) => workflow.path === path)!;
      const uploaded = [job.needs ?? []]
        .flat()
        .flatMap((need) => namesOf(content.jobs[need]!, "upload"));
      for (const name of namesOf(job, "download")) {
        expect(uploaded, where).toContain(name);
        downloads += 1;
      }
    }
    expect(downloads).toBeGreaterThan(4);
  });

  test("no upload may be empty, and none takes a name of the board's", () => {
    for (const { where, step, uses } of usingSteps) {
      if (!uses.startsWith("actions/upload-artifact@")) continue;
      expect(step.with, where).toMatchObject({ "if-no-files-found": "error" });
      expect(step.with?.["name"], where).not.toMatch(/^rollcall-/);
    }
  });
});

describe("the two workflows of a pull request", () => {
  const { content: ci } = workflowOf("ci");
  const { content: ephemeral } = workflowOf("ci-github-runners");

  test("run at the same time, and the ephemeral runners install a bundle of one day", () => {
    expect(Object.keys(ci.on)).toContain("pull_request");
    expect(Object.keys(ephemeral.on)).toEqual(["pull_request"]);
    const { "pre-build": build, ...others } = ephemeral.jobs;
    const upload = build!.steps.find(({ uses }) => uses?.includes("upload-artifact"));
    expect(upload?.with?.["retention-days"]).toBe(1);
    for (const job of Object.values(others)) {
      expect(job.needs).toBe("pre-build");
      expect(job.steps.map(({ uses }) => uses)).toContain("./.github/actions/install-prebuilt");
    }
    expect(Object.values(others).some(({ strategy }) => strategy !== undefined)).toBe(true);
  });

  test("are published for forks by a third one that never touches the fork's code", () => {
    const { text, content } = workflowOf("publish-fork");
    expect(content.on["workflow_run"]?.workflows).toEqual([ci.name, ephemeral.name]);
    expect(text).not.toMatch(
      /workflow_run\.(?:head_branch|pull_requests)|download-artifact|install-prebuilt/,
    );
    const [job] = Object.values(content.jobs);
    const checkouts = job!.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with?.["ref"])).toEqual([
      "${{ github.event.repository.default_branch }}",
    ]);
    // Its head may name a group, and nothing else.
    expect(text.match(/head_sha/g)).toHaveLength(1);
  });
});
