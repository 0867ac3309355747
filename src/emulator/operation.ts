/**
 * Which operation does a request ask for?
 *
 * The name is GitHub's `operationId` for REST, the mutation's field for a GraphQL write and the
 * operation's name (or `query`) for a read. Behaviours, faults and the counts of `costs` go by it.
 */
import { Kind, OperationTypeNode } from "graphql";
import type { DocumentNode } from "graphql";
import type { HttpRequest } from "./http-message.js";

/** What sort of work a request is, for latency and faults. */
export type OperationClass =
  "rest-read" | "rest-list" | "rest-write" | "graphql-read" | "graphql-write" | "extension";

/** One operation. */
export interface Operation {
  readonly name: string;
  readonly class: OperationClass;
}

/** A request's address, taken apart. */
export interface Address {
  /** Scheme and host. */
  readonly origin: string;
  /** What REST addresses begin with: the origin, with `/api/v3` on an Enterprise Server. */
  readonly apiBase: string;
  /** The path without `/api/v3`; `/graphql` for `/api/graphql` too. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Takes a request's address apart. */
export function addressOf(request: HttpRequest): Address {
  const url = new URL(request.url);
  const base = { origin: url.origin, query: url.searchParams };
  if (url.pathname === "/api/graphql") {
    return { ...base, apiBase: `${url.origin}/api/v3`, path: "/graphql" };
  }
  const enterprise = url.pathname.startsWith("/api/v3/");
  return {
    ...base,
    apiBase: enterprise ? `${url.origin}/api/v3` : url.origin,
    path: enterprise ? url.pathname.slice("/api/v3".length) : url.pathname,
  };
}

/** The operation of a GraphQL document: its first mutation field, or its name. */
export function graphqlOperation(
  document: DocumentNode | undefined,
  operationName: string | undefined,
): Operation {
  const definitions = document?.definitions.filter(
    (node) => node.kind === Kind.OPERATION_DEFINITION,
  );
  const chosen =
    definitions?.find((node) => node.name?.value === operationName) ?? definitions?.[0];
  if (chosen?.operation !== OperationTypeNode.MUTATION) {
    return { name: chosen?.name?.value ?? "query", class: "graphql-read" };
  }
  const field = chosen.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return { name: field?.name.value ?? "mutation", class: "graphql-write" };
}
