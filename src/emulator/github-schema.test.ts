import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { isScalarType, isSpecifiedScalarType, isUnionType, validateSchema } from "graphql";
import type { GraphQLArgument, GraphQLInputField, GraphQLNamedType } from "graphql";
import { expect, test } from "vitest";
import { schema } from "./graphql-document.js";

const source = new URL("schema.graphql", import.meta.resolve("@octokit/graphql-schema"));
const published = buildSchema(readFileSync(source, "utf8"), { assumeValid: true });

function inputs(all: readonly (GraphQLArgument | GraphQLInputField)[]): string[] {
  return all
    .map(({ name, type, defaultValue }) => `${name}: ${String(type)} = ${String(defaultValue)}`)
    .sort();
}

/** What of a type must be exactly as published, as text. */
function facts(type: GraphQLNamedType, fields: readonly string[]): unknown {
  if (isObjectType(type) || isInterfaceType(type)) {
    const all = type.getFields();
    return fields.map((name) => [name, String(all[name]?.type), inputs(all[name]?.args ?? [])]);
  }
  if (isInputObjectType(type)) return inputs(Object.values(type.getFields()));
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  return type.name;
}

test("every type, field and argument is as GitHub publishes it", () => {
  expect(validateSchema(schema)).toEqual([]);
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type),
  );
  expect(types.length).toBeGreaterThan(40);
  for (const type of types) {
    const original = published.getType(type.name);
    expect(original?.constructor.name, type.name).toBe(type.constructor.name);
    const composite = isObjectType(type) || isInterfaceType(type);
    const fields = composite ? Object.keys(type.getFields()) : [];
    expect(facts(type, fields), type.name).toEqual(facts(original!, fields));
    expect(composite || isInputObjectType(type) || isEnumType(type) || isScalarType(type)).toBe(
      !isUnionType(type),
    );
    if (isObjectType(type) && isObjectType(original)) {
      const theirs = original.getInterfaces().map(({ name }) => name);
      expect(theirs).toEqual(expect.arrayContaining(type.getInterfaces().map(({ name }) => name)));
    }
    if (isUnionType(type) && isUnionType(original)) {
      const theirs = original.getTypes().map(({ name }) => name);
      expect(theirs).toEqual(expect.arrayContaining(type.getTypes().map(({ name }) => name)));
    }
  }
});

test("the generated file is what the tool generates", () => {
  const tool = fileURLToPath(new URL("../../tools/github-schema.mjs", import.meta.url));
  execFileSync(process.execPath, [tool, "--check"], { stdio: "pipe" });
});
