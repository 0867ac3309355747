import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command, Entry, Snippet, Tip } from "../model/entry.js";
import { identityKey } from "../model/entry.js";
import { commentCharsMax } from "../model/limits.js";
import type { LiveEntry } from "../model/live-entry.js";
import type { Roster } from "../model/roster.js";
import { statuses } from "../model/status.js";
import { type MarkdownNode, actedOn, nodesOf, parseMarkdown, textOf } from "../testing/gfm.js";
import { hostileText, hostileUrl } from "../testing/hostile.js";
import { makeEntry, makeRoster } from "../testing/make-entry.js";
import {
  type RenderContext,
  type RenderedComment,
  commentMarker,
  renderComment,
} from "./comment.js";

const context: RenderContext = {
  pullNumber: 7,
  nowMs: 1_715_326_665_000,
  programVersion: "1.0.0",
};

function render(
  entries: readonly LiveEntry[],
  charsMax = commentCharsMax,
  more: Partial<RenderContext> = {},
  roster: Roster = makeRoster([]),
): RenderedComment {
  return renderComment(roster, entries, { ...context, ...more }, charsMax);
}

const live = (fields: Partial<Entry>): LiveEntry => ({ entry: makeEntry(fields) });

describe("the skeleton", () => {
  test("starts with the marker of its lane", () => {
    expect(commentMarker("merge-queue", 7)).toBe("<!-- rollcall:merge-queue-7 -->");
    expect(render([]).visible.split("\n")[0]).toBe(commentMarker("pull-request", 7));
  });

  test("without tasks says so", () => {
    expect(render([]).visible).toBe(
      [
        "<!-- rollcall:pull-request-7 -->",
        "## 📋 CI roll call",
        "`aaaaaaa`",
        "_No tasks have reported yet._",
        "---",
        "<sub>⏱ Last updated Fri May 10 07:37:45 UTC 2024</sub><br>\n<sub>📋 Rollcall v1.0.0</sub>\n",
      ].join("\n\n"),
    );
  });

  test("has its sections in a fixed order", () => {
    const more = {
      reproduce: [{ command: "r" }],
      fix: [{ command: "f" }],
      tips: [{ id: "t", severity: "info", title: "T", body: "B" }],
      snippets: [
        { label: "//a", bucket: "test", text: "x" },
        { label: "//b", bucket: "build", text: "x" },
      ],
      startedAtMs: 1_715_326_565_000,
      elapsedMs: 1_000,
    } as const;
    const entries = statuses.map((status) => live({ status, task: status, job: status, ...more }));
    const text = render(entries).visible;
    expect(text.match(/^(?:## .*|<details>.*|---)$/gm)).toEqual([
      "## 📋 CI roll call",
      "## 🔄 1 in progress task",
      "## ❌ 2 failed tasks",
      "## ❌ 1 failing task",
      "## ⚠️ 1 flagged task",
      "## ✅ 1 successful task",
      "## 💥 Build Failures",
      "## ❌ Test Failures",
      "## 💡 Tips",
      "## 🛠️ Fix",
      "## 🔁 Reproduce",
      "<details><summary>📈 Timeline · 1m 40s</summary>",
      "---",
    ]);
  });

  test("a row never moves while its status changes", () => {
    const tasks = ["c", "a", "b"].map((task) => ({ task, job: "j", kind: "" }));
    const order = (status: Entry["status"]): readonly string[] =>
      (
        render(tasks.map((fields) => live({ ...fields, status }))).visible.match(/^- .*$/gm) ?? []
      ).map((line) => /^- \S+ (\w)/.exec(line)?.[1] ?? "");
    for (const status of statuses) expect(order(status)).toEqual(["a", "b", "c"]);
  });

  test("what was shown under a cap stays shown, and what is hidden is counted", () => {
    const entries = ["b", "c", "d", "e", "f", "g", "h"].map((task) =>
      live({
        task,
        job: task,
        kind: "test",
        status: "failed",
        reproduce: [{ command: `run ${task}` }],
      }),
    );
    const commands = (roster: Roster): string =>
      (render(entries, commentCharsMax, {}, roster).visible.match(/^run .$/gm) ?? [])
        .map((line) => line.slice(-1))
        .join("");
    expect(commands(makeRoster([]))).toBe("bcdef");
    const shown = { snippets: [], reproduce: ["test\0run h\0"], fix: [] };
    expect(commands({ ...makeRoster([]), shown })).toBe("bcdeh");
    expect(render(entries).visible).toContain(
      "_+ 2 more reproduce commands: not shown (from g, h)._",
    );
  });
});

test("of all tasks' failures no more than five are shown, builds first, and the others are counted", () => {
  const entries = ["a", "b", "c"].map((task) =>
    live({
      ...{ task, job: task, kind: "test", status: "failed" },
      snippets: [1, 2, 3].map((index) => ({
        label: `//${task}:${index}`,
        bucket: index === 3 ? "build" : "test",
        text: `error ${task}${index}`,
      })),
    }),
  );
  const { visible } = render(entries);
  expect(visible.match(/^error .*$/gm)).toEqual(
    [3, 3, 3, 1, 2].map((index, place) => {
      return `error ${["a", "b", "c", "a", "a"][place] ?? ""}${index}`;
    }),
  );
  expect(visible).toContain("_+ 4 more failures: not shown (from b, c)._");
});

describe("the look", () => {
  const running = live({
    task: "a",
    job: "a",
    status: "running",
    startedAtMs: 1_715_326_565_000,
    elapsedMs: 1,
  });
  const done = live({ task: "b", job: "b", startedAtMs: 1_715_326_565_000, elapsedMs: 5_000 });

  test("does not change with the time, the budget or the version", () => {
    const now = render([running, done]);
    const later = render([running, done], commentCharsMax, {
      nowMs: 1_715_327_000_000,
      programVersion: "2.0.0",
      quota: { used: 1, limit: 2 },
    });
    expect(later.visible).not.toBe(now.visible);
    expect(later.look).toBe(now.look);
  });

  test("does not change from the first moment of a task on", () => {
    const atStart = render([running, done], commentCharsMax, { nowMs: 1_715_326_565_000 });
    expect(atStart.look).toBe(render([running, done]).look);
  });

  test("changes with a status, a result, a finished task's time and a notice", () => {
    const { look } = render([running, done]);
    const variants = [
      render([{ entry: { ...running.entry, status: "failing" } }, done]),
      render([{ entry: { ...running.entry, result: "half" } }, done]),
      render([running, { entry: { ...done.entry, elapsedMs: 6_000 } }]),
      render([{ ...running, endedWithout: { conclusion: "cancelled" } }, done]),
      render([running, done], commentCharsMax, { notices: ["new"] }),
    ];
    expect(new Set([look, ...variants.map((variant) => variant.look)]).size).toBe(6);
  });
});

const command: fc.Arbitrary<Command> = fc.record(
  { command: hostileText, note: hostileText, target: fc.constantFrom("//a", "//b") },
  { requiredKeys: ["command"] },
);
const tip: fc.Arbitrary<Tip> = fc.record(
  {
    id: fc.constantFrom("one", "two", "", "@three"),
    severity: fc.constantFrom("important", "warning", "suggestion", "info"),
    title: hostileText,
    body: hostileText,
    hint: hostileText,
  },
  { requiredKeys: ["id", "severity", "title", "body"] },
);
const snippet: fc.Arbitrary<Snippet> = fc.record(
  {
    label: fc.oneof(fc.constantFrom("//a", "//b"), hostileText),
    kind: hostileText,
    bucket: fc.constantFrom("build", "test", "timeout"),
    text: hostileText,
    truncatedHead: fc.boolean(),
    durationMs: fc.integer({ min: -1, max: 100_000 }),
  },
  { requiredKeys: ["label", "bucket", "text"] },
);
const few = { maxLength: 2 };
const hostileEntry: fc.Arbitrary<Entry> = fc
  .record({
    fields: fc.record({
      workflow: fc.constantFrom(".github/workflows/ci.yml", ".github/workflows/@x.yml", ""),
      event: fc.constantFrom("push", "pull_request"),
      job: fc.oneof(fc.constantFrom("a", "b"), hostileText),
      leg: fc.oneof(fc.constantFrom("", "?deadbeef-1", "os=linux"), hostileText),
      task: fc.oneof(fc.constantFrom("build", "test"), hostileText),
      kind: fc.oneof(fc.constantFrom("build", "test", ""), hostileText),
      status: fc.constantFrom(...statuses),
      result: hostileText,
      jobUrl: hostileUrl,
      checkUrl: hostileUrl,
      links: fc.array(fc.record({ label: hostileText, url: hostileUrl }), { maxLength: 10 }),
      reproduce: fc.array(command, few),
      fix: fc.array(command, few),
      tips: fc.array(tip, few),
      snippets: fc.array(snippet, few),
    }),
    rest: fc.record(
      {
        abortReason: hostileText,
        failedInPhase: hostileText,
        startedAtMs: fc.integer({ min: -5, max: 1_715_326_665_000 }),
        elapsedMs: fc.integer({ min: -5, max: 10_000_000 }),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ fields, rest }) => makeEntry({ ...fields, ...rest }));
const hostileEntries: fc.Arbitrary<readonly LiveEntry[]> = fc
  .uniqueArray(
    fc.record(
      { entry: hostileEntry, endedWithout: fc.record({ conclusion: hostileText }) },
      { requiredKeys: ["entry"] },
    ),
    { maxLength: 6, selector: (item) => identityKey(item.entry) },
  )
  .map((items) =>
    items.map(({ entry, endedWithout }) =>
      endedWithout === undefined || entry.final ? { entry } : { entry, endedWithout },
    ),
  );

describe("whatever the tasks say", () => {
  test("the comment has just the structure that it should have", () => {
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        const tree = parseMarkdown(render(entries).visible);
        expectStructure(tree, entries.length);
        expect(actedOn(tree)).toBeUndefined();
      }),
      { numRuns: 120 },
    );
  });

  test("the order of the entries does not matter", () => {
    fc.assert(
      fc.property(
        hostileEntries.chain((entries) =>
          fc.tuple(
            fc.constant(entries),
            fc.shuffledSubarray([...entries], { minLength: entries.length }),
          ),
        ),
        ([entries, shuffled]) => {
          expect(render(shuffled)).toEqual(render(entries));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("it fits, and is whole, in any room", () => {
    fc.assert(
      fc.property(hostileEntries, fc.integer({ min: 0, max: 6_000 }), (entries, charsMax) => {
        const { visible } = render(entries, charsMax);
        expect(visible.length).toBeLessThanOrEqual(charsMax);
        const tree = parseMarkdown(visible);
        expect(actedOn(tree)).toBeUndefined();
        expectBlocks(tree);
        expect(
          /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(visible),
        ).toBe(false);
      }),
      { numRuns: 120 },
    );
  });
});

/** One list item for each row, and nothing that only Markdown of ours may make. */
function expectStructure(tree: MarkdownNode, rowCount: number): void {
  const rows = (tree.children ?? [])
    .filter(({ type }) => type === "list")
    .flatMap((list) => list.children ?? []);
  expect(rows).toHaveLength(rowCount);
  for (const row of rows) {
    expect(row.children?.map(({ type }) => type)).toEqual(["paragraph"]);
    expect(textOf(row)).toMatch(/^(🔄|❌|🔥|⚠️|✅) /u);
    expect(nodesOf(row, "html").filter(({ value }) => value === "<br>")).toHaveLength(1);
  }
  expectBlocks(tree);
}

const ourTags =
  /^(<br>|<\/?span>|<\/?sub>|<\/details>|<details><summary>[^<>]*<\/summary>|<!-- rollcall:pull-request-7 -->)$/;

function expectBlocks(tree: MarkdownNode): void {
  const blocks = ["blockquote", "code", "heading", "html", "list", "paragraph", "thematicBreak"];
  for (const { type } of tree.children ?? []) expect(blocks).toContain(type);
  for (const { value } of nodesOf(tree, "html")) expect(value).toMatch(ourTags);
  expect(nodesOf(tree, "html").filter(({ value }) => value?.startsWith("<!--"))).toHaveLength(
    (tree.children ?? []).length === 0 ? 0 : 1,
  );
  for (const { url } of nodesOf(tree, "link")) expect(url).toMatch(/^https?:\/\/[^@]/);
  for (const type of ["image", "table", "definition", "footnoteDefinition", "linkReference"]) {
    expect(nodesOf(tree, type)).toEqual([]);
  }
}

describe("thousands of tasks", () => {
  const many = (count: number, failedEvery: number): readonly LiveEntry[] =>
    Array.from({ length: count }, (_, index) => {
      const name = `unit-${String(index).padStart(5, "0")}`;
      const failed = index % failedEvery === 0;
      return live({
        task: name,
        job: name,
        kind: "test",
        workflow: `.github/workflows/w${index % 3}.yml`,
        status: failed ? "failed" : "passed",
        result: failed ? "Bazel test failed (1 test failed)" : "Bazel test complete (5/5 passed)",
        startedAtMs: 1_715_326_565_000 + index,
        elapsedMs: 1_000 + index,
        jobUrl: `https://github.com/o/r/actions/runs/1/job/${index}`,
        checkUrl: `https://github.com/o/r/runs/${index}`,
        ...(failed ? { reproduce: [{ command: `bazel test -- //unit:${name}` }] } : {}),
      });
    });

  test("give up what passed, and keep what failed and how to reproduce it", () => {
    const { visible } = render(many(2_000, 100));
    expect(visible.length).toBeLessThanOrEqual(commentCharsMax);
    expect(visible.match(/^- ❌ .*<br>💬 /gm)).toHaveLength(20);
    expect(visible).toContain("## 🔁 Reproduce");
    expect(visible).toContain("Left out to fit: results and links of 1,980 successful tasks");
  });

  test("that all failed show as many as fit and count the rest", () => {
    const { visible } = render(many(5_000, 1));
    expect(visible.length).toBeLessThanOrEqual(commentCharsMax);
    const shown = visible.match(/^- ❌ /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(2_000);
    expect(visible).toMatch(
      /Left out to fit: .*2,\d{3} failed tasks and all but the names of the others/,
    );
    expect(visible.match(/^bazel test /gm)).toHaveLength(5);
    expect(commentCharsMax - visible.length).toBeLessThan(2_000);
  });

  test("whose commands are long keep their rows first", () => {
    const entries = many(200, 1).map(({ entry }) => ({
      entry: { ...entry, reproduce: [{ command: `${entry.task} ${"x".repeat(3_000)}` }] },
    }));
    const { visible } = render(entries, 14_000);
    expect(visible.match(/^- ❌ /gm)?.length).toBeGreaterThan(80);
    expect(visible).toMatch(/Left out to fit: .*5 reproduce commands/);
  });

  test("cost little", () => {
    const entries = many(5_000, 50);
    render(entries);
    const start = performance.now();
    for (let round = 0; round < 3; round += 1) render(entries, 20_000);
    // Some 100 ms on a laptop; a quadratic step would take many seconds.
    expect((performance.now() - start) / 3).toBeLessThan(2_000);
  });

  test("with almost no room leave a sentence, the marker, or nothing", () => {
    const entries = many(50, 10);
    expect(render(entries, 200).visible).toContain("no room here to show 50 tasks");
    expect(render(entries, 40).visible).toBe("<!-- rollcall:pull-request-7 -->\n");
    expect(render(entries, 10).visible).toBe("");
  });
});
