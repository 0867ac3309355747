/** What does the published JSON Schema of our inputs say? Generated from the fields that read them. */
import { toJSONSchema } from "zod/mini";
import type { JsonField } from "./json-field.js";
import { partialEntryField } from "./entry-fields.js";
import { rosterField } from "./roster-json.js";

/** The schema of `--input entry.json` and of each line of `ROLLCALL_UPDATES`. */
export function entrySchemaJson(): unknown {
  return titled("Rollcall entry", partialEntryField);
}

/** The schema of what `show --json` prints and `render` reads. */
export function rosterSchemaJson(): unknown {
  return titled("Rollcall roster", rosterField);
}

function titled(title: string, field: JsonField<unknown>): unknown {
  const { $schema, ...schema } = toJSONSchema(field.schema(), { io: "input" });
  return { $schema, title, ...schema };
}
