import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rosterVersion, shortenedVersion } from "../model/roster.js";
import { rosterToJson } from "./roster-json.js";
import { decodeBody } from "./state-block.js";

const folder = new URL("../../testdata/codec/", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, folder), "utf8");
}

function comments(path: string): string[] {
  const names = readdirSync(new URL(path, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => name.slice(0, -".md".length));
}

/** Of each version, the names of its comments. */
const frozen = readdirSync(new URL("accept/", folder)).flatMap((version) =>
  comments(`accept/${version}/`).map((name) => `${version}/${name}`),
);

describe("a frozen comment", () => {
  it.each(frozen)("says what it always said: %s", (name) => {
    const decoded = decodeBody(read(`accept/${name}.md`));
    if (decoded.kind !== "state") throw new Error(`${name}: ${decoded.kind}`);
    const { writeId, parentId = null, logProven, look, textIntact, roster } = decoded;
    const said = { writeId, parentId, logProven, look, textIntact, roster: rosterToJson(roster) };
    // Version 1's were written before logs were proven.
    expect(said).toEqual({
      logProven: false,
      ...(JSON.parse(read(`accept/${name}.json`)) as object),
    });
  });

  it("is there of every version that we write, with every degree of detail", () => {
    expect(new Set(frozen.map((name) => name.split("/")[0]))).toEqual(
      new Set([rosterVersion, shortenedVersion].map((version) => `v${version}`)),
    );
    const all = frozen.map((name) => read(`accept/${name}.json`)).join("");
    for (const detail of ['"lean"', '"name"', '"summaries"']) expect(all).toContain(detail);
  });
});

describe("a comment that cannot be read", () => {
  it.each(comments("reject/"))("is told to be what its name says: %s", (name) => {
    const decoded = decodeBody(read(`reject/${name}.md`));
    expect(decoded.kind).toBe(name.split("--")[0]);
    if (decoded.kind === "damaged") expect(decoded.problem).toMatch(/^state block: .+$/);
  });
});
