/** What do our readers say of files with a line of over a mebibyte, or nested deeper than any stack? */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hostileReaders } from "./readers.js";

const lineChars = 1_200_000;
const long = "x".repeat(lineChars);
const depth = 200_000;

function nested(open: string, close: string, inner = "", levels = depth): string {
  return open.repeat(levels) + inner + close.repeat(levels);
}

function suite(inner: string): string {
  return `<testsuite><testcase name="a">${inner}</testcase></testsuite>`;
}

function sarif(result: string): string {
  return `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"t"}},"results":[${result}]}]}`;
}

const deepList = nested("[", "]");
const deepObject = nested('{"a":', "}", "1");

/** A name, what is in the file, and what is said of it. */
type Case = readonly [string, string, ...string[]];

const started = '{"id":{"started":{}},"started":{"uuid":"7f3c1a52-1111-4222-8333-444455556666"}}\n';
const comment = new URL("../../../testdata/hostile/comments/valid.md", import.meta.url);
const block = readFileSync(comment, "utf8").trimEnd().split("\n").at(-1) ?? "";

const files: Readonly<Record<string, readonly Case[]>> = {
  junit: [
    ["a text", suite(`<failure>${long}</failure>`)],
    ["an attribute", `<testsuite><testcase name="${long}"><failure/></testcase></testsuite>`],
    ["an element's name", suite(`<${long}/>`)],
    ["a comment", suite(`<!--${long}--><failure/>`)],
    ["a declaration", `<!${long}><testsuite/>`, "a declaration that XML does not have in line 1"],
    [
      "declarations without number",
      `${"<!x>".repeat(300_000)}<testsuite/>`,
      "a declaration that XML does not have in line 1",
    ],
    ["a document type", `<!DOCTYPE ${long}>${suite("<failure/>")}`],
    ["a processing instruction", `<?${long}?>${suite("<failure/>")}`],
    ["a CDATA section", suite(`<failure><![CDATA[${long}]]></failure>`)],
    [
      "suites in suites",
      nested("<testsuite>", "</testsuite>", '<testcase name="a"/>'),
      "more than 200 elements within each other in line 1",
    ],
    [
      "elements of others",
      suite(nested("<b>", "</b>")),
      "more than 200 elements within each other in line 1",
    ],
  ],
  sarif: [
    ["a text", sarif(`{"message":{"text":"${long}"},"level":"error"}`)],
    ["a rule", sarif(`{"ruleId":"${long}","message":{"text":"a"},"level":"error"}`)],
    ["a number", sarif(`{"message":{"text":"a"},"rank":${"9".repeat(lineChars)}}`)],
    ["lists in lists", sarif(deepList)],
    ["properties", sarif(`{"message":{"text":"a"},"level":"error","properties":${deepObject}}`)],
  ],
  "build-events": [
    ["output of the build", `{"id":{"progress":{}},"progress":{"stderr":"${long}"}}\n${started}`],
    [
      "a label",
      `{"id":{"targetCompleted":{"label":"//${long}"}},"completed":{"success":false}}\n${started}`,
      "line 1: longer than a megabyte; skipped",
    ],
    ["a line without an end", `${started}{"id":{"progress":{"opaqueCount":"${long}`],
    ["lists in lists", `{"id":${deepList}}\n${started}`],
    ["objects in objects", `${deepObject}\n${started}`, "line 1: longer than a megabyte; skipped"],
  ],
  updates: [
    [
      "a text",
      `{"result":"${long}"}\n{"status":"lost"}\n`,
      "ROLLCALL_UPDATES, line 1: longer than 1048576 bytes; skipped",
      'ROLLCALL_UPDATES, line 2: status: expected one of running, warning, failing, passed, failed, aborted, found "lost"; left out',
    ],
    [
      "a line without an end",
      `{"result":"${long}`,
      "ROLLCALL_UPDATES, line 1: longer than 1048576 bytes; skipped",
    ],
    [
      "lists in lists",
      `{"links":${"[".repeat(8_000)}${"]".repeat(8_000)}}\n`,
      "ROLLCALL_UPDATES, line 1: links[0]: expected an object, found a list of 1; left out",
    ],
  ],
  output: [
    ["a line that is all there is", `${long}\n`, "nothing to show"],
    ["a line that is an error", `error: ${long}\nerror: the second\n`],
    ["colours", `${"\u001b[31m".repeat(240_000)}\nerror: red\n`],
    ["a line without an end", `error: the first\nerror: ${long}`, "nothing to show"],
  ],
  entries: [
    [
      "a text",
      JSON.stringify({ task: "a", status: "passed", result: long }),
      `result: expected at most 500 characters, found "${"x".repeat(56)}...; cut`,
    ],
    [
      "a name",
      JSON.stringify({ task: long, status: "passed" }),
      `task: expected at most 200 characters, found "${"x".repeat(56)}...; cut`,
    ],
    [
      "lists in lists",
      `{"status":"passed","links":${deepList}}`,
      "links[0]: expected an object, found a list of 1; left out",
    ],
  ],
  comments: [
    ["a text", `${long}\n${block}`, "state: the visible text was changed"],
    [
      "a block",
      `<!-- rollcall:state v1 write=ab parent=- look=00000000 text=00000000 sum=00000000 ${long} -->`,
      "damaged: state block: checksum 00000000, expected 33afc14e",
    ],
  ],
  events: [
    [
      "a title",
      `{"number":7,"pull_request":{"number":7,"title":"${long}","head":{"sha":"${long}"}}}`,
      "pull request 7, head none, no run",
    ],
    [
      "lists in lists",
      `{"number":7,"pull_request":${deepList}}`,
      "pull request none, head none, no run",
    ],
  ],
  config: [
    [
      "lists in lists",
      nested("[", "]", "", 60_000),
      "the config file cannot be used (rollcall.yaml:1): expected valid YAML, found nesting that is too deep; correct that line (rollcall schema config lists the keys)",
    ],
  ],
  names: [
    ["a name", `rollcall-entry-${long}-1-1-final`, `not ours: "rollcall-entry-${"x".repeat(45)}"`],
  ],
  tokens: [["a part", `${long}.${long}.x`, "a token of 2400003 characters"]],
};

describe.each(Object.entries(files))("%s", (reader, cases) => {
  test.each(cases)("%s", async (_, text, ...expected) => {
    const lines = await hostileReaders[reader]!(new TextEncoder().encode(text));
    expect(lines).toEqual(expected);
  });
});
