import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryEntry, arbitraryRoster } from "../testing/arbitrary-roster.js";
import { rosterToJson } from "./roster-json.js";
import { entrySchemaJson, rosterSchemaJson } from "./schema-json.js";

function validator(schema: unknown): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const validate = ajv.compile(schema as object);
  return (value) => validate(value);
}

const validEntry = validator(entrySchemaJson());
const validRoster = validator(rosterSchemaJson());

describe("the published schemas", () => {
  it("are of draft 2020-12 and describe every field", () => {
    for (const schema of [entrySchemaJson(), rosterSchemaJson()]) {
      expect(schema).toMatchObject({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
      });
      expect(undescribed(schema, "")).toEqual([]);
    }
  });

  it("accept what we write", () => {
    fc.assert(
      fc.property(arbitraryRoster, arbitraryEntry, (roster, entry) => {
        expect(validRoster(JSON.parse(JSON.stringify(rosterToJson(roster))))).toBe(true);
        expect(validEntry(entry)).toBe(true);
      }),
    );
  });

  it("need a task and a status in a roster, and nothing in an update", () => {
    expect(validEntry({})).toBe(true);
    expect(validRoster({ entries: [{ task: "a", status: "passed", runId: 7 }] })).toBe(true);
    expect(validRoster({ entries: [{ task: "a" }] })).toBe(false);
  });

  it.each([
    { status: "done" },
    { jobUrl: "javascript:alert(1)" },
    { attempt: 0 },
    { result: "x".repeat(501) },
    { links: [{ label: "a" }] },
  ])("refuse %j", (value) => {
    expect(validEntry(value)).toBe(false);
  });
});

/** The paths of all properties that lack a description. */
function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, items } = schema as {
    properties?: Record<string, { description?: string }>;
    items?: unknown;
  };
  return [
    ...Object.entries(properties).flatMap(([name, property]) => [
      ...(property.description !== undefined || name === "$schema" ? [] : [`${path}.${name}`]),
      ...undescribed(property, `${path}.${name}`),
    ]),
    ...undescribed(items, `${path}[]`),
  ];
}
