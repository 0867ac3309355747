import { describe, expect, test } from "vitest";
import { detectCi } from "../ci-context/ci-context.js";
import type { CiContext, Environment } from "../host/ci-facts.js";
import type { ContextFlags } from "../command-line/command-line.js";
import type { ConfigFile } from "./config-file.js";
import { problemLine, shownValue } from "../input/problem.js";
import { type Settings, resolveSettings } from "./settings.js";

const head = "6f1c2a7be90d4c5f8a3b1d2e4f60718293a4b5c6";
const otherHead = "d".repeat(40);
const token = "ghs_0123456789abcdefghij0123456789abcdef";

const job: Environment = {
  GITHUB_ACTIONS: "true",
  GITHUB_EVENT_NAME: "pull_request",
  GITHUB_JOB: "build",
  GITHUB_REF: "refs/pull/42/merge",
  GITHUB_REPOSITORY: "octo-org/hello",
  GITHUB_RUN_ATTEMPT: "2",
  GITHUB_RUN_ID: "100",
  GITHUB_SHA: "c".repeat(40),
  GITHUB_TOKEN: token,
  GITHUB_WORKFLOW_REF: "octo-org/hello/.github/workflows/ci.yml@refs/pull/42/merge",
  ROLLCALL_MATRIX: '{"os":"linux"}',
};
const payload = { pull_request: { number: 42, head: { sha: head } } };

function ciOf(env: Environment, event: unknown = payload): CiContext {
  return detectCi(env, event);
}

function settingsOf(
  flags: ContextFlags = {},
  env: Environment = job,
  file?: ConfigFile,
  ci: CiContext = ciOf(env),
): Settings {
  const settings = resolveSettings(flags, env, file, ci);
  if (!settings.ok) throw new Error(settings.problem.map(problemLine).join("\n"));
  return settings.value;
}

const file: ConfigFile = {
  path: ".github/rollcall.yaml",
  values: { interval: { text: "40s", line: 3 }, "log-level": { text: "notice", line: 4 } },
  warnings: [],
};

describe("precedence", () => {
  test("flags, then variables, then the file, then the default", () => {
    const env = { ...job, ROLLCALL_INTERVAL: "30s" };
    expect(settingsOf({ interval: "10s" }, env, file)).toMatchObject({
      intervalMs: 10_000,
      origins: { interval: { source: "flag", name: "--interval" } },
    });
    expect(settingsOf({}, env, file)).toMatchObject({
      intervalMs: 30_000,
      origins: { interval: { source: "environment", name: "ROLLCALL_INTERVAL" } },
    });
    expect(settingsOf({}, job, file)).toMatchObject({
      intervalMs: 40_000,
      origins: { interval: { source: "file", name: ".github/rollcall.yaml:3" } },
    });
    expect(settingsOf()).toMatchObject({
      intervalMs: 20_000,
      origins: { interval: { source: "default" } },
    });
  });

  test("an empty variable says nothing", () => {
    expect(settingsOf({}, { ...job, ROLLCALL_INTERVAL: " " }, file).intervalMs).toBe(40_000);
  });

  test("the CI host is asked last", () => {
    expect(settingsOf()).toMatchObject({
      host: "github",
      repository: { owner: "octo-org", name: "hello" },
      pull: 42,
      head,
      lane: "pull-request",
      run: { id: "100", attempt: 2, workflow: ".github/workflows/ci.yml", event: "pull_request" },
      job: "build",
      leg: "os=linux",
      token,
      missing: [],
      noPull: undefined,
      origins: { pr: { source: "host", name: "github" }, token: { name: "GITHUB_TOKEN" } },
    });
    expect(settingsOf({ job: "other", leg: "a=b", runAttempt: "3", workflow: "w" })).toMatchObject({
      job: "other",
      leg: "a=b",
      run: { id: "100", attempt: 3, workflow: "w" },
    });
  });

  test("a wrong variable of a habit is left out and named, one of the place is refused", () => {
    const env = { ...job, ROLLCALL_INTERVAL: "never", ROLLCALL_STRICT: "perhaps" };
    const settings = settingsOf({}, env, file);
    expect(settings).toMatchObject({ intervalMs: 40_000, strict: false });
    expect(settings.warnings.map(({ where }) => where)).toEqual(
      expect.arrayContaining(["ROLLCALL_INTERVAL", "ROLLCALL_STRICT"]),
    );
    for (const name of ["ROLLCALL_PR", "ROLLCALL_API_URL", "ROLLCALL_DRY_RUN"]) {
      const wrong = { ...job, [name]: "wr ong" };
      expect(resolveSettings({}, wrong, file, ciOf(wrong)).ok).toBe(false);
    }
  });

  test("a fork's own token may only read, one that was given on purpose may do more", () => {
    const head = { sha: otherHead, repo: { full_name: "mona/hello" } };
    const base = { repo: { full_name: "octo-org/hello" } };
    const event = { pull_request: { number: 42, head, base } };
    const readOnlyOf = (flags: ContextFlags, env: Environment): unknown =>
      settingsOf(flags, env, undefined, ciOf(env, event)).readOnly;
    expect(readOnlyOf({}, job)).toBe("fork");
    expect(readOnlyOf({}, { ...job, ROLLCALL_TOKEN: "other-token" })).toBeUndefined();
    expect(readOnlyOf({ tokenFile: "/token" }, job)).toBeUndefined();
  });

  test("every token of the environment is a secret, also one that is not used", () => {
    const env = {
      ...job,
      ROLLCALL_TOKEN: "first-token",
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "id-token",
    };
    expect(settingsOf({}, env).secrets).toEqual(["first-token", token, "id-token"]);
  });

  test("switches may be turned on by variables, and off", () => {
    expect(
      settingsOf({}, { ...job, ROLLCALL_STRICT: "true", ROLLCALL_DRY_RUN: "1" }),
    ).toMatchObject({ strict: true, dryRun: true, json: false });
    const strictFile = { ...file, values: { strict: { text: "true", line: 1 } } };
    expect(settingsOf({}, { ...job, ROLLCALL_STRICT: "no" }, strictFile).strict).toBe(false);
  });

  test("the defaults", () => {
    expect(settingsOf()).toMatchObject({
      publishBudgetMs: 15_000,
      settleMs: undefined,
      author: undefined,
      logLevel: "info",
      strict: false,
      dryRun: false,
      json: false,
    });
  });
});

describe("values that belong together", () => {
  test("another pull request has another head", () => {
    const settings = settingsOf({ pr: "99" });
    expect(settings).toMatchObject({ pull: 99, head: undefined });
    expect(settings.missing.map(problemLine)).toEqual([
      "the pull request's head commit is unknown (--sha): expected a full commit id, found nothing; name it with --sha",
    ]);
    expect(settingsOf({ pr: "99", sha: otherHead })).toMatchObject({
      head: otherHead,
      missing: [],
    });
    expect(settingsOf({ pr: "42" })).toMatchObject({ pull: 42, head });
  });

  test("another repository has another pull request", () => {
    const settings = settingsOf({ repo: "octo-org/other" });
    expect(settings).toMatchObject({ pull: undefined, head: undefined });
    expect(settings.missing.map(({ setting }) => setting)).toEqual(["pr", "sha"]);
    expect(settingsOf({ repo: "Octo-Org/Hello" })).toMatchObject({ pull: 42, head });
  });

  test("a given API has the GraphQL address beside it, whatever the host said", () => {
    const env = { ...job, GITHUB_GRAPHQL_URL: "https://api.github.com/graphql" };
    expect(settingsOf({ apiUrl: "https://ghe.example.com/api/v3/" }, env)).toMatchObject({
      apiUrl: "https://ghe.example.com/api/v3",
      graphqlUrl: "https://ghe.example.com/api/graphql",
      warnings: [{ where: expect.stringContaining("ACTIONS_RUNTIME_TOKEN") as unknown }],
    });
    const given = { ...env, ROLLCALL_API_URL: "http://127.0.0.1:8080" };
    expect(settingsOf({}, given).graphqlUrl).toBe("http://127.0.0.1:8080/graphql");
    expect(settingsOf({}, env).graphqlUrl).toBe("https://api.github.com/graphql");
  });

  test("a token sent without encryption is warned about, but for this very machine", () => {
    const warnings = (apiUrl: string): readonly string[] =>
      settingsOf({ apiUrl })
        .warnings.filter(({ setting }) => setting === "apiUrl")
        .map(problemLine);
    expect(warnings("http://ghe.example.com/api/v3")).toHaveLength(1);
    expect(warnings("http://localhost:1")).toEqual([]);
    expect(warnings("http://[::1]:1")).toEqual([]);
  });

  test("a token file takes the place of the environment's token, which is masked all the same", () => {
    expect(settingsOf({ tokenFile: "/run/token" })).toMatchObject({
      token: undefined,
      tokenFile: "/run/token",
      secrets: [token],
      missing: [],
    });
  });
});

describe("what is missing", () => {
  const withoutToken = { ...job, GITHUB_TOKEN: undefined };

  test("a token", () => {
    expect(settingsOf({}, withoutToken).missing.map(problemLine)).toEqual([
      "there is no token for GitHub (ROLLCALL_TOKEN, GITHUB_TOKEN, GH_TOKEN, --token-file): expected a token with the permission pull-requests: write, found nothing; add GITHUB_TOKEN: ${{ github.token }} to the step's env",
    ]);
  });

  test("everything, on a laptop; given, nothing", () => {
    const settings = settingsOf({}, {}, undefined, ciOf({}, undefined));
    expect(settings.missing.map(({ setting }) => setting)).toEqual(["repo", "pr", "sha", "token"]);
    const flags = { repo: "o/n", pr: "1", sha: head, tokenFile: "t" };
    expect(settingsOf(flags, {}, undefined, ciOf({}, undefined)).missing).toEqual([]);
  });

  test("the host's own explanation is given once, and not when the user answered", () => {
    const ci = detectCi(job, undefined);
    const settings = settingsOf({}, job, undefined, ci);
    expect(settings.missing.map(({ setting, where }) => [setting, where])).toEqual([
      ["sha", "pull_request.head.sha in GITHUB_EVENT_PATH"],
    ]);
    expect(settings.warnings.filter(({ setting }) => setting === "sha")).toEqual([]);
    const answered = settingsOf({ sha: head }, job, undefined, ci);
    expect(answered.missing).toEqual([]);
    expect(answered.warnings.filter(({ setting }) => setting === "sha")).toEqual([]);
  });

  test("nothing, where there is no pull request by nature", () => {
    const env = { ...withoutToken, GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main" };
    const settings = settingsOf({}, env, undefined, ciOf(env, {}));
    expect(settings.missing).toEqual([]);
    expect(settings.noPull).toContain("A run for push belongs to no pull request");
    expect(settingsOf({ pr: "42" }, env, undefined, ciOf(env, {}))).toMatchObject({
      pull: 42,
      head: "c".repeat(40),
      noPull: undefined,
    });
  });

  test("a token, where the pull request is still to be looked up", () => {
    const env = { ...withoutToken, GITHUB_EVENT_NAME: "workflow_run" };
    const event = { workflow_run: { id: 5, head_sha: head, event: "pull_request" } };
    const settings = settingsOf({}, env, undefined, ciOf(env, event));
    expect(settings.noPull).toContain("has to be looked up");
    expect(settings.missing.map(({ setting }) => setting)).toEqual(["token"]);
  });

  test("warnings of the file and the host are passed on", () => {
    const warning = { what: "w", where: "x", todo: "t" };
    const settings = settingsOf({}, job, { ...file, warnings: [warning] });
    expect(settings.warnings).toContain(warning);
  });
});

describe("wrong values", () => {
  test("are all told at once, each with its place", () => {
    const env = { ...job, ROLLCALL_PR: "twelve", ROLLCALL_LANE: "fast", ROLLCALL_REPO: token };
    const settings = resolveSettings({ sha: "abc" }, env, undefined, ciOf(job));
    const lines = settings.ok ? [] : settings.problem.map(problemLine);
    expect(lines).toEqual([
      'a wrong value (ROLLCALL_REPO): expected owner/name, found "***"; write for example octo-org/hello',
      'a wrong value (ROLLCALL_PR): expected a pull request\'s number, found "twelve"; write for example 12',
      'a wrong value (--sha): expected a full commit id of 40 hexadecimal digits, found "abc"; write for example $(git rev-parse HEAD)',
      'a wrong value (ROLLCALL_LANE): expected one of pull-request, merge-queue, found "fast"; write for example pull-request',
    ]);
  });

  test("a wrong flag is not excused by a right variable", () => {
    const env = { ...job, ROLLCALL_PR: "12" };
    expect(resolveSettings({ pr: "x" }, env, undefined, ciOf(job)).ok).toBe(false);
  });
});

test("what was found is shown on one line, cut short and without tokens", () => {
  expect(shownValue(undefined)).toBe("nothing");
  expect(shownValue("")).toBe("nothing");
  expect(shownValue('a"b\n')).toBe('"a\\"b\\n"');
  expect(shownValue("x".repeat(500))).toHaveLength(60);
  expect(shownValue(`Bearer ${token}`)).toBe('"Bearer ***"');
});
