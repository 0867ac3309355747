/** What may `.github/rollcall.yaml` hold, as a JSON Schema for editors? */
import { configKeys } from "./config-file-keys.js";

/** The schema (draft 2020-12). */
export function configSchemaJson(): unknown {
  const properties = Object.entries(configKeys).map(
    ([key, { description, schema }]) => [key, { description, ...schema }] as const,
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Rollcall configuration (.github/rollcall.yaml)",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}
