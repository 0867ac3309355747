/**
 * Every trick that we know of, in every field of a row, one by one: the structure is that of a harmless
 * text, and nothing that came from the task is acted on. (Random mixtures: `comment.test.ts`.)
 */
import { describe, expect, test } from "vitest";
import type { Entry } from "../model/entry.js";
import { commentCharsMax } from "../model/limits.js";
import { actedOn, allNodes, parseMarkdown } from "../testing/gfm.js";
import { makeEntry, makeRoster } from "../testing/make-entry.js";
import { commentMarker, renderComment } from "./comment.js";

const tricks: readonly (readonly [string, string])[] = [
  ["a mention", "@octocat and @org/team"],
  ["an issue", "#1 GH-1 owner/repo#1"],
  ["a commit", "deadbeefcafe0123456789abcdef0123456789ab"],
  ["a closing keyword", "fixes #1, closes owner/repo#2, resolves GH-3"],
  ["addresses", "www.e.example a@b.example https://e.example/x ftp://e.example mailto:a@b.example"],
  ["an emoji code", ":tada: :+1:"],
  ["bidirectional text", "a\u202eb\u2066c\u2069d\u200f"],
  ["invisible characters", "a\u200b\u200d\ufeff\u00ad\u{e0041}b"],
  ["long fences", `${"`".repeat(40)}\n${"~".repeat(40)}\nx`],
  ["table pipes", "a | b\n---|---\n| x |"],
  ["the end of a comment", "--> <!-- x --!>"],
  ["our marker", commentMarker("pull-request", 7)],
  ["our state block", "<!-- rollcall:state v1 write=a parent=- look=0 text=0 sum=0 AAAA -->"],
  ["our tombstone", "<!-- rollcall:moved-to 1:x -->"],
  ["details", "</details></summary><details open><summary>x</summary>"],
  ["HTML", "<img src=x onerror=alert(1)><script>x</script><a href=x>y</a>"],
  [
    "links and images",
    "[a](https://e.example) ![i](https://e.example/i.png) [r]: https://e.example",
  ],
  ["headings and rules", "# x\n---\n===\n> q\n- l\n1. n"],
  ["footnotes", "[^1] x\n\n[^1]: note"],
  ["a formula", "$\\href{https://e.example}{x}$ $$x$$"],
  ["a gantt", 'x :crit, done, 2024-01-01, 9d\nclick a href "https://e.example"\nsection y'],
  ["a Mermaid directive", "%%{init: {'securityLevel':'loose'}}%%\n```\n# out"],
  ["terminal escapes", "\u001b[31mred\u001b[0m\u0007"],
  ["half a character", "\ud800 x \udc00"],
];

/** Types and addresses of all nodes, without text: what a reader's eye would call the structure. */
function structureOf(text: string): readonly string[] {
  return (
    allNodes(parseMarkdown(text))
      .filter(({ type }) => type !== "text")
      // The form in which GitHub documents a dollar that begins no formula.
      .filter(({ value }) => value !== "<span>" && value !== "</span>")
      .map(({ type, value, url }) => [type, type === "html" ? value : "", url ?? ""].join(" "))
  );
}

function commentWith(text: string, field: (text: string) => Partial<Entry>): string {
  const times = { startedAtMs: 1_715_326_000_000, elapsedMs: 60_000 };
  const entries = [
    makeEntry({ task: "other", status: "passed", ...times }),
    makeEntry({ task: "own", status: "failed", ...times, ...field(text) }),
  ];
  const context = { pullNumber: 7, nowMs: 1_715_326_665_000, programVersion: "1.0.0" };
  const live = entries.map((entry) => ({ entry }));
  return renderComment(makeRoster(entries), live, context, commentCharsMax).visible;
}

const fields: readonly (readonly [string, (text: string) => Partial<Entry>])[] = [
  ["task", (task) => ({ task })],
  ["job", (job) => ({ job })],
  ["kind", (kind) => ({ kind })],
  ["leg", (leg) => ({ leg })],
  ["workflow", (workflow) => ({ workflow })],
  ["result", (result) => ({ result })],
  ["abortReason", (abortReason) => ({ abortReason, status: "aborted" })],
  ["failedInPhase", (failedInPhase) => ({ failedInPhase })],
  ["link label", (label) => ({ links: [{ label, url: "https://e.example/" }] })],
  ["reproduce note", (note) => ({ reproduce: [{ command: "make", note }] })],
  ["tip title", (title) => ({ tips: [{ id: "a", severity: "info", title, body: "b" }] })],
  ["tip hint", (hint) => ({ tips: [{ id: "a", severity: "info", title: "t", body: "b", hint }] })],
  ["snippet label", (label) => ({ snippets: [{ label, bucket: "test", text: "x" }] })],
];

describe.each(fields)("as %s", (_name, field) => {
  test.each(tricks)("%s is text", (_what, trick) => {
    const comment = commentWith(trick, field);
    expect(structureOf(comment)).toEqual(structureOf(commentWith("harmless", field)));
    expect(actedOn(parseMarkdown(comment))).toBeUndefined();
    expect(comment).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|\p{Cs}/u);
    for (const control of ["\u0000", "\u0007", "\u001b"]) expect(comment).not.toContain(control);
    expect(comment.match(/<!--\s*rollcall/g)).toHaveLength(1);
  });
});

describe.each([
  ["command", (command: string): Partial<Entry> => ({ reproduce: [{ command }] })],
  ["fix", (command: string): Partial<Entry> => ({ fix: [{ command }] })],
  ["log", (text: string): Partial<Entry> => ({ snippets: [{ label: "a", bucket: "test", text }] })],
])("as %s, which stands in a fence", (_name, field) => {
  test.each(tricks)("%s does not get out", (_what, trick) => {
    const comment = commentWith(trick, field);
    expect(structureOf(comment)).toEqual(structureOf(commentWith("harmless", field)));
    expect(comment.match(/<!--\s*rollcall/g)).toHaveLength(1);
  });
});
