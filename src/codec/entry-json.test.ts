import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryEntry } from "../testing/arbitrary-roster.js";
import { entryFields } from "./entry-fields.js";
import { parseEntryFields } from "./entry-json.js";

describe("parseEntryFields", () => {
  it("takes any subset of an entry", () => {
    const line = { status: "failing", result: "3/25 failed" };
    expect(parseEntryFields(line)).toEqual({ fields: line, problems: [] });
    expect(parseEntryFields({})).toEqual({ fields: {}, problems: [] });
  });

  it("takes every field of an entry as it is", () => {
    const keys = fc.subarray(Object.keys(entryFields));
    fc.assert(
      fc.property(arbitraryEntry, keys, (entry, chosen) => {
        const fields = Object.fromEntries(
          Object.entries(entry).filter(([key]) => chosen.includes(key)),
        );
        expect(parseEntryFields(fields, { unknownFields: "named" })).toEqual({
          fields,
          problems: [],
        });
      }),
    );
  });

  it("rounds durations to milliseconds", () => {
    expect(parseEntryFields({ elapsedMs: 12.7 }).fields).toEqual({ elapsedMs: 13 });
  });

  it("names unknown fields only where a person wrote them", () => {
    const value = {
      task: "a",
      sttus: "passed",
      links: [{ label: "x", url: "https://x", href: 1 }],
    };
    expect(parseEntryFields(value).problems).toEqual([]);
    const { fields, problems } = parseEntryFields(value, { unknownFields: "named" });
    expect(fields).toEqual({ task: "a", links: [{ label: "x", url: "https://x" }] });
    expect(problems).toEqual([
      "links[0].href: expected one of label, url, found 1; the field is unknown and ignored",
      expect.stringMatching(
        /^sttus: expected one of workflow, .*snippets, found "passed"; the field is/,
      ),
    ]);
  });

  it.each([
    [undefined, "input: expected an object, found nothing; left out"],
    ["running", 'input: expected an object, found "running"; left out'],
    [[{}], "input: expected an object, found a list of 1; left out"],
    [
      { tips: [{ id: "x", severity: "x", title: "", body: "" }] },
      'tips[0].severity: expected one of important, warning, suggestion, info, found "x"; left out, and tips[0] with it',
    ],
    [
      { snippets: [{ label: "x", bucket: "build" }] },
      "snippets[0].text: expected a value, found nothing; snippets[0] left out",
    ],
    [
      { fix: [{ command: 5 }] },
      "fix[0].command: expected a text, found 5; left out, and fix[0] with it",
    ],
  ])("says what is wrong with %j", (value, problem) => {
    expect(parseEntryFields(value).problems[0]).toBe(problem);
  });

  it("says a wrong value that costs its whole object in one line", () => {
    const links = [
      { label: "a", url: "ftp://x" },
      { label: "b" },
      { label: "c", url: "https://x" },
    ];
    const { fields, problems } = parseEntryFields({ links });
    expect(fields.links).toEqual([{ label: "c", url: "https://x" }]);
    expect(problems).toEqual([
      expect.stringMatching(
        /^links\[0\]\.url: .* found "ftp:\/\/x"; left out, and links\[0\] with it$/,
      ),
      "links[1].url: expected a value, found nothing; links[1] left out",
    ]);
  });

  it("never throws and never takes more than the model's fields", () => {
    const keys = fc.oneof(fc.constantFrom(...Object.keys(entryFields), "__proto__"), fc.string());
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue())), (value) => {
        const { fields } = parseEntryFields(value);
        for (const key of Object.keys(fields)) expect(Object.hasOwn(entryFields, key)).toBe(true);
      }),
    );
  });
});
