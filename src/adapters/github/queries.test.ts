import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import * as queries from "./queries.js";

const source = new URL("schema.graphql", import.meta.resolve("@octokit/graphql-schema"));
const schema = buildSchema(readFileSync(source, "utf8"), { assumeValid: true });

describe("GitHub's published schema has all that we ask for", () => {
  test.each(Object.entries(queries))("%s", (_name, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });

  test("and lacks what is misspelt", () => {
    const wrong = queries.readQuery.replace("headRefOid", "headRefOld");
    expect(validate(schema, parse(wrong))).toHaveLength(1);
  });
});
