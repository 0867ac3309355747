/**
 * Is a query one that GitHub's schema accepts?
 *
 * Checked once for each text: publishers send the same few queries over and over.
 */
import { buildSchema, parse, validate } from "graphql";
import type { DocumentNode, GraphQLError, GraphQLSchema } from "graphql";
import { githubSchema } from "./github-schema.js";

/** GitHub's schema, as far as it is modelled. */
export const schema: GraphQLSchema = buildSchema(githubSchema);

/** A query's text, read. */
export interface ReadDocument {
  /** Undefined if the text is no GraphQL. */
  readonly document: DocumentNode | undefined;
  readonly errors: readonly GraphQLError[];
}

const cache = new Map<string, ReadDocument>();
const cacheMax = 500;

/** Parses and validates a query. */
export function readDocument(text: string): ReadDocument {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const read = parsed(text);
  if (cache.size >= cacheMax) cache.clear();
  cache.set(text, read);
  return read;
}

function parsed(text: string): ReadDocument {
  try {
    const document = parse(text);
    return { document, errors: validate(schema, document) };
  } catch (error) {
    return { document: undefined, errors: [error as GraphQLError] };
  }
}
