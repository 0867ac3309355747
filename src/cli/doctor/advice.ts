/** What exactly has to be added for each thing that is missing? */
import type { Settings } from "../settings/settings.js";
import type { Advice, Lack } from "./report.js";

/** What the advice depends on. */
export interface AdviceContext {
  readonly host: Settings["host"];
  readonly version: string;
  /** True if the token is one that the workflow's `permissions:` rule. */
  readonly jobToken: boolean;
  /** The variable or file that the token came from. */
  readonly tokenFrom: string;
}

/** One advice for each lack; permissions that are missing together are one block. */
export function adviceFor(lacks: ReadonlySet<Lack>, context: AdviceContext): readonly Advice[] {
  const github = context.host === "github";
  const found: Advice[] = [];
  const give = (lack: Lack, what: string, lines: string): void => {
    if (lacks.has(lack)) found.push({ lack, what, lines });
  };
  give("repository", "Name the repository", "export ROLLCALL_REPO=owner/name");
  give("token", "Give the step a token", github ? jobTokenLines : otherTokenLines);
  found.push(...permissionAdvice(lacks, context));
  give("sync", "Let a workflow of its own publish, whose token may write", syncLines(context));
  give("trust", "Pass the token on purpose", trustLines);
  give(
    "runtime-token",
    "Give the steps the runtime token, by a step before the first rollcall or by a permission",
    runtimeTokenLines(context),
  );
  give(
    "checkout",
    "Check the repository out, if .github/rollcall.yaml is to count",
    "steps:\n  - uses: actions/checkout@v4 # before the first rollcall",
  );
  give("head", "Name the pull request and its head commit", github ? headLines : otherHeadLines);
  give("run", "Name the run", "export ROLLCALL_RUN_ID=... # a number that grows from run to run");
  return found;
}

const jobTokenLines = `- run: rollcall ...
  env:
    GITHUB_TOKEN: \${{ github.token }}`;
const trustLines = `- run: rollcall ...
  env:
    ROLLCALL_TOKEN: \${{ github.token }}`;
const otherTokenLines =
  "export ROLLCALL_TOKEN=... # of a machine user or an app that may write pull requests";
const headLines = `- run: rollcall ...
  env:
    ROLLCALL_SHA: \${{ github.event.pull_request.head.sha }}`;
const otherHeadLines =
  "export ROLLCALL_PR=12\nexport ROLLCALL_SHA=... # the pull request's head, not a merge commit";

/** Naming one permission takes all others away: the block is always whole. */
function permissionAdvice(lacks: ReadonlySet<Lack>, context: AdviceContext): readonly Advice[] {
  const missing = (["pull-requests", "actions"] as const).filter((lack) => lacks.has(lack));
  const [lack] = missing;
  if (lack === undefined) return [];
  if (!context.jobToken) {
    const levels = missing.map((name) => `${name}: ${name === "actions" ? "read" : "write"}`);
    const what = `Give the token of ${context.tokenFrom} the permission`;
    return [{ lack, what, lines: levels.join("\n") }];
  }
  const mark = (name: Lack, why: string): string =>
    missing.some((other) => other === name) ? `# add this line: ${why}` : `# ${why}`;
  const lines = [
    "permissions:",
    "  contents: read",
    `  pull-requests: write ${mark("pull-requests", "the comment")}`,
    `  actions: read ${mark("actions", "whether other runs are over")}`,
  ];
  return [{ lack, what: "Give the job the permission", lines: lines.join("\n") }];
}

function runtimeTokenLines({ version }: AdviceContext): string {
  return `steps:
  - uses: OWNER/rollcall@v${version} # passes ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL on
# or
permissions:
  id-token: write # beside the other lines`;
}

function syncLines({ version }: AdviceContext): string {
  return `on:
  workflow_run:
    workflows: [CI] # their names
    types: [completed]
permissions: {}
jobs:
  sync:
    if: github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    permissions:
      pull-requests: write
      actions: read
    steps:
      - uses: OWNER/rollcall@v${version}
      - run: rollcall sync`;
}
