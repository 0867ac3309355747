/** `rollcall schema`: what may an entry, a roster or the config file hold? */
import type { SchemaName } from "./command-line/command-line.js";
import { exitCodes } from "./host/exit-code.js";
import type { Host } from "./host/host.js";

/** Prints a JSON Schema; returns the exit code. */
export async function schemaCommand(host: Host, schema: SchemaName): Promise<number> {
  host.writeOut(`${JSON.stringify(await load(schema), null, 2)}\n`);
  return exitCodes.done;
}

async function load(schema: SchemaName): Promise<unknown> {
  if (schema === "config") return (await import("./settings/config-schema.js")).configSchemaJson();
  const { entrySchemaJson, rosterSchemaJson } = await import("../codec/schema-json.js");
  return schema === "entry" ? entrySchemaJson() : rosterSchemaJson();
}
