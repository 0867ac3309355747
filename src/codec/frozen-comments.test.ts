import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
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

describe("a frozen comment of version 1", () => {
  it.each(comments("accept/v1/"))("says what it always said: %s", (name) => {
    const decoded = decodeBody(read(`accept/v1/${name}.md`));
    if (decoded.kind !== "state") throw new Error(`${name}: ${decoded.kind}`);
    const { writeId, parentId = null, look, textIntact, roster } = decoded;
    const said = { writeId, parentId, look, textIntact, roster: rosterToJson(roster) };
    expect(said).toEqual(JSON.parse(read(`accept/v1/${name}.json`)));
  });
});

describe("a comment that cannot be read", () => {
  it.each(comments("reject/"))("is told to be what its name says: %s", (name) => {
    const decoded = decodeBody(read(`reject/${name}.md`));
    expect(decoded.kind).toBe(name.split("--")[0]);
    if (decoded.kind === "damaged") expect(decoded.problem).toMatch(/^state block: .+$/);
  });
});
