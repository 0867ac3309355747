/** Which route of the REST API does a request take? */
import { commentRoutes } from "./rest-comments.js";
import type { Route } from "./rest-call.js";
import { runRoutes } from "./rest-runs.js";
import { threadRoutes } from "./rest-threads.js";

/** A route and what its pattern's names stand for. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const routes = [...commentRoutes, ...threadRoutes, ...runRoutes].map((route) => ({
  route,
  expression: expressionOf(route.pattern),
}));

/** The route for a method and path, if there is one. */
export function matchRoute(method: string, path: string): RouteMatch | undefined {
  for (const { route, expression } of routes) {
    if (route.method !== method) continue;
    const match = expression.exec(path);
    if (match !== null) return { route, params: decoded(match.groups ?? {}) };
  }
  return undefined;
}

/** Ids are numbers on GitHub: `/issues/comments` is no issue called "comments". */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\{(\w+)\}/g, (_, name: string) =>
    /_(id|number)$/.test(name) ? `(?<${name}>[0-9]+)` : `(?<${name}>[^/]+)`,
  );
  return new RegExp(`^${source}$`);
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(groups);
  return Object.fromEntries(entries.map(([name, text]) => [name, decodedPart(text)]));
}

function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
