import { describe, expect, test } from "vitest";
import { readText } from "../../adapters/node/files.js";
import { bad } from "../../base/result.js";
import {
  commitAt,
  idAt,
  parsePullNumber,
  pullNumberAt,
  readEventFile,
  textAt,
  valueAt,
} from "./event-payload.js";
import { problemLine } from "../input/problem.js";

const events = "testdata/events";

describe("the event file", () => {
  test("is read", async () => {
    const event = await readEventFile(`${events}/pull_request--fork.json`, readText);
    expect(event.ok && pullNumberAt(event.value, "pull_request", "number")).toBe(43);
  });

  test.each([
    [undefined, "no such variable"],
    ["", "no such variable"],
    [`${events}/absent.json`, "no such file"],
    [events, "a directory"],
    [`${events}/pull_request--cut-off.txt`, "text that is no JSON"],
  ])("%j is one sentence that says what to do", async (path, found) => {
    const event = await readEventFile(path, readText);
    const line = event.ok ? "" : problemLine(event.problem);
    expect(line).toContain(`found ${found}; give the pull request and its head commit with --pr`);
    expect(line).not.toContain("\n");
  });

  test("that is too large is not parsed", async () => {
    const tooLarge = bad({ kind: "too-large", words: "more than 5 bytes" } as const);
    const event = await readEventFile("x", () => Promise.resolve(tooLarge));
    expect(event.ok ? "" : problemLine(event.problem)).toContain("found more than 5 bytes");
  });
});

describe("fields of an event", () => {
  test("are looked up by own names only", () => {
    expect(valueAt({ a: { b: 1 } }, "a", "b")).toBe(1);
    expect(valueAt({}, "constructor", "name")).toBeUndefined();
    expect(valueAt({}, "__proto__")).toBeUndefined();
    expect(valueAt(["x"], "0")).toBeUndefined();
    expect(valueAt(null, "a")).toBeUndefined();
  });

  test("have the right type and a sensible size, or are not there", () => {
    const event = { text: "x".repeat(201), empty: "", id: 12, far: 2 ** 60, sha: "A".repeat(40) };
    expect(textAt(event, "text")).toBeUndefined();
    expect(textAt(event, "empty")).toBeUndefined();
    expect(idAt(event, "id")).toBe("12");
    expect(idAt(event, "far")).toBeUndefined();
    expect(commitAt(event, "sha")).toBe("a".repeat(40));
    expect(commitAt(event, "text")).toBeUndefined();
  });

  test.each(["0", "-1", "1.5", "0x10", "12345678901", " 1", "1e3", ""])(
    "%j is no pull request's number",
    (text) => {
      expect(parsePullNumber(text)).toBeUndefined();
    },
  );
});
