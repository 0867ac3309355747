/** How does GraphQL page through a list, and which requests for a page does GitHub refuse? */
import { FieldProblem } from "./graphql-errors.js";

/** The arguments of every connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A connection's value. */
export interface Connection<Node> {
  readonly totalCount: number;
  readonly nodes: () => readonly Node[];
  readonly edges: () => readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const pageSizeMax = 100;

/** The page asked for; `keyOf` tells the items apart and is what cursors are made of. */
export function connectionOf<Item, Node>(
  items: readonly Item[],
  page: PageArguments,
  field: string,
  of: { readonly keyOf: (item: Item) => string; readonly nodeOf: (item: Item) => Node },
): Connection<Node> {
  checkBounds(page, field);
  const cursorOf = (item: Item): string => cursorFor(of.keyOf(item));
  const positionOf = (cursor: string): number => {
    const found = items.findIndex((item) => cursorOf(item) === cursor);
    if (found >= 0) return found;
    const message = `\`${cursor}\` does not appear to be a valid cursor.`;
    throw new FieldProblem("INVALID_CURSOR_ARGUMENTS", message);
  };
  let start = typeof page.after === "string" ? positionOf(page.after) + 1 : 0;
  let end = typeof page.before === "string" ? positionOf(page.before) : items.length;
  if (typeof page.first === "number") end = Math.min(end, start + page.first);
  if (typeof page.last === "number") start = Math.max(start, end - page.last);
  const shown = items.slice(start, Math.max(start, end));
  const [first, last] = [shown.at(0), shown.at(-1)];
  return {
    totalCount: items.length,
    nodes: () => shown.map((item) => of.nodeOf(item)),
    edges: () => shown.map((item) => ({ cursor: cursorOf(item), node: of.nodeOf(item) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
    },
  };
}

/** An opaque cursor for an item. */
export function cursorFor(key: string): string {
  return btoa(`cursor:v2:${key}`);
}

function checkBounds(page: PageArguments, field: string): void {
  const { first, last } = page;
  if (typeof first === "number" && typeof last === "number") {
    const message = `Passing both \`first\` and \`last\` to paginate the \`${field}\` connection is not supported.`;
    throw new FieldProblem("EXCESSIVE_PAGINATION", message);
  }
  if (typeof first !== "number" && typeof last !== "number") {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${field}\` connection.`;
    throw new FieldProblem("MISSING_PAGINATION_BOUNDARIES", message);
  }
  const bound = typeof first === "number" ? "first" : "last";
  const size = first ?? last ?? 0;
  if (size < 0) {
    const message = `\`${bound}\` on the \`${field}\` connection cannot be less than zero.`;
    throw new FieldProblem("INVALID_PAGINATION", message);
  }
  if (size > pageSizeMax) {
    const message = `Requesting ${String(size)} records on the \`${field}\` connection exceeds the \`${bound}\` limit of 100 records.`;
    throw new FieldProblem("EXCESSIVE_PAGINATION", message);
  }
}
