/** Which part of a list does a request ask for, and how are the other parts linked? */
import type { Address } from "./operation.js";
import type { RepositoryRecord } from "./state.js";

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The `link` header, if there is more than one page. */
  readonly headers: Readonly<Record<string, string>>;
}

const pageSizeDefault = 30;
const pageSizeMax = 100;

/**
 * Cuts out the page. As on GitHub the links name the repository by its id, so a client has to follow
 * them as they are.
 */
export function pageOf<Item>(
  items: readonly Item[],
  address: Address,
  repository: RepositoryRecord,
): Page<Item> {
  const asked = positive(address.query.get("per_page")) ?? pageSizeDefault;
  const size = Math.min(pageSizeMax, asked);
  const page = positive(address.query.get("page")) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const rels: [string, number][] = [];
  if (page > 1) rels.push(["prev", Math.min(page - 1, last)]);
  if (page < last) rels.push(["next", page + 1], ["last", last]);
  if (page > 1) rels.push(["first", 1]);
  const links = rels.map(
    ([rel, target]) => `<${linkTo(target, address, repository)}>; rel="${rel}"`,
  );
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}

function linkTo(page: number, address: Address, repository: RepositoryRecord): string {
  const query = new URLSearchParams(address.query);
  query.set("page", String(page));
  const path = address.path.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repository.id}`);
  return `${address.apiBase}${path}?${query.toString()}`;
}

function positive(text: string | null): number | undefined {
  const value = Number(text ?? "");
  return Number.isInteger(value) && value > 0 ? value : undefined;
}
