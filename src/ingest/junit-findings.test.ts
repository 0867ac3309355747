import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { snippetCharsMax } from "../model/limits.js";
import { junitFindings } from "./junit-findings.js";
import { JUnitReader, failuresMax } from "./junit-reader.js";
import { type JUnitReport, durationMsOf } from "./junit-report.js";
import { XmlText } from "./xml-text.js";

const folder = "testdata/results/junit";
const files = readdirSync(folder).filter((name) => name.endsWith(".xml"));

function read(text: string, pieceChars = 7): JUnitReport {
  const reader = new JUnitReader();
  for (let at = 0; at < text.length; at += pieceChars) reader.push(text.slice(at, at + pieceChars));
  return reader.finish();
}

function problemOf(text: string): string | undefined {
  return read(text).problem;
}

describe("what tools write", () => {
  test.each(files)("%s", async (name) => {
    const text = readFileSync(`${folder}/${name}`, "utf8");
    const report = read(text, text.length);
    const { problem, declaredFailed, failed } = report;
    const found = { ...junitFindings([report]), problem, declaredFailed, failed };
    const golden = `../../${folder}/${name.replace(/xml$/, "json")}`;
    await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot(golden);
    // However the text comes in pieces.
    expect(read(text, 1)).toEqual(report);
  });
});

describe("files that are no JUnit, or not whole", () => {
  test.each([
    ["", "an empty file"],
    ["  \n", "no XML element"],
    ["no xml", "a fault (non-whitespace before first tag) in line 1"],
    ["<a>\n<b>\n</a>", "a fault (unexpected close tag) in line 3"],
    ["<testsuite>\n<testcase>\n", "a fault (unclosed root tag) in line 3"],
    ["<testsuite>&nbsp;</testsuite>", "a fault (invalid character entity) in line 1"],
    ["<html><body/></html>", "XML without a testsuite"],
    ["<testsuite>&undefined;</testsuite>", "a fault (invalid character entity) in line 1"],
    ["<testsuite>".repeat(300), "more than 200 elements within each other in line 1"],
  ])("%j", (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test("no entity of a file's own is believed", () => {
    const laughs = `<!DOCTYPE t [<!ENTITY a "haha"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    for (const entity of ["b", "x"]) {
      const text = `${laughs}<testsuite><testcase><failure>&${entity};</failure></testcase></testsuite>`;
      const report = read(text);
      expect(report.problem).toMatch(/entity/);
      expect(JSON.stringify(report)).not.toMatch(/haha|root:/);
    }
  });

  test("what was read before the fault counts, and the row does not say that all is well", () => {
    const whole = read("<testsuite><testcase/></testsuite>");
    const broken = read("<testsuite><testcase/><testcase><fail");
    expect(junitFindings([whole, broken])).toMatchObject({
      status: "warning",
      result: "2/2 passed · 1 unreadable file",
    });
    expect(junitFindings([read("")])).toEqual({});
  });
});

describe("the label of a case", () => {
  test.each([
    ["shop.Cart", "adds", "shop.Cart/adds"],
    ["cart", "cart adds", "cart adds"],
    ["adds", "cart adds", "cart adds"],
    ["Cart", "emptyCart", "Cart/emptyCart"],
    ["cart", "carts", "cart/carts"],
    ["shop.Cart", "", "shop.Cart"],
    ["", "adds", "adds"],
    ["", "", "suite"],
    ["test", "adds", "suite > adds"],
  ])("of the class %j and the name %j is %j", (className, name, label) => {
    const attributes = `classname="${className}" name="${name}"`;
    const text = `<testsuites name="x"><testsuite name="suite"><testcase ${attributes}><failure/></testcase></testsuite></testsuites>`;
    expect(read(text).failures).toMatchObject([{ label }]);
  });
});

test("only CTest's own word makes a skipped case a failed one", () => {
  const skipped = `<skipped message="Unable to find executable: x"/>`;
  const counts = (status: string): unknown =>
    read(`<testsuite><testcase name="a" status="${status}">${skipped}</testcase></testsuite>`);
  expect(counts("notrun")).toMatchObject({ failed: 1, skipped: 0 });
  expect(counts("run")).toMatchObject({ failed: 0, skipped: 1 });
  expect(read(`<testsuite>${skipped}<testcase/></testsuite>`)).toMatchObject({ passed: 1 });
});

describe("huge files", () => {
  test("keep the first failures and count the others", () => {
    const one = (index: number): string =>
      `<testcase name="t${index}"><failure message="m">${"x\n".repeat(30_000)}</failure></testcase>`;
    const reader = new JUnitReader();
    reader.push("<testsuite>");
    for (let index = 0; index < 100; index += 1) reader.push(one(index));
    reader.push("</testsuite>");
    const report = reader.finish();
    expect(report).toMatchObject({ failed: 100, problem: undefined });
    expect(report.failures.map(({ label }) => label)).toEqual(
      Array.from({ length: failuresMax }, (_, index) => `t${index}`),
    );
    for (const { body } of report.failures) {
      expect((body?.head.length ?? 0) + (body?.tail?.length ?? 0)).toBeLessThan(60_000);
    }
    for (const { text } of junitFindings([report]).snippets ?? []) {
      expect(text.length).toBeLessThanOrEqual(snippetCharsMax);
    }
  });

  test("may have a text of any length, but no such tag", () => {
    const reader = new JUnitReader();
    reader.push("<testsuite><testcase><system-out><![CDATA[");
    for (let index = 0; index < 40; index += 1) reader.push("y".repeat(1024 * 1024));
    reader.push("]]></system-out></testcase></testsuite>");
    expect(reader.finish()).toMatchObject({ passed: 1, problem: undefined });
    const tag = new JUnitReader();
    tag.push('<testsuite a="');
    let pieces = 0;
    while (pieces < 100 && tag.push("y".repeat(1024 * 1024))) pieces += 1;
    expect(pieces).toBeLessThan(20);
    expect(tag.finish().problem).toMatch(/^a tag of more than 4194304 characters in line 1$/);
  });
});

test.each([
  ["1.5", 1_500],
  ["0.0005", 1],
  ["1,234.567", 1_234_567],
  ["12,345", 12_345_000],
  ["0,123", 123],
  ["1,5", 1_500],
  ["1e-3", 1],
  ["", undefined],
  ["soon", undefined],
  ["-1", undefined],
  ["1e400", undefined],
  [undefined, undefined],
])("a time of %j seconds is %s ms", (text, ms) => {
  expect(durationMsOf(text)).toBe(ms);
});

test("bytes are text by mark, by zeros or by what the file declares", () => {
  const decoded = (bytes: Uint8Array): string => {
    const text = new XmlText();
    return text.push(bytes) + text.finish();
  };
  const xml = '<?xml version="1.0" encoding="utf-8"?><a>ü</a>';
  const utf16 = Buffer.from(xml, "utf16le");
  expect(decoded(Buffer.from(`\uFEFF${xml}`))).toBe(xml);
  expect(decoded(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))).toBe(xml);
  expect(decoded(utf16)).toBe(xml);
  expect(decoded(Buffer.from(xml.replace("8", "16")))).toBe(xml.replace("8", "16"));
  const latin = xml.replace("utf-8", "ISO-8859-1");
  expect(decoded(Buffer.from(latin, "latin1"))).toBe(latin);
  expect(decoded(Buffer.from(xml.replace("utf-8", "x-none")))).toContain("ü");
});

describe("a suite that claims more failures than its cases show", () => {
  test.each([
    [`<testsuite errors="1"/>`, "1 failure without a case"],
    [
      `<testsuite failures="3"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>`,
      "1/2 passed · 1 failed · 2 failures without a case",
    ],
    [
      `<testsuite failures="1"><testcase name="a"/>`,
      "1/1 passed · 1 failure without a case · 1 unreadable file",
    ],
    [`<testsuite failures="1"><testcase`, "1 failure without a case · 1 unreadable file"],
  ])("%s has failed, and says so", (text, result) => {
    expect(junitFindings([read(text)])).toMatchObject({ status: "failed", result });
  });
});
