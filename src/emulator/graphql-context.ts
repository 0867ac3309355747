/** What do the fields of one GraphQL request share? */
import type { View } from "./behaviour.js";
import { commentScopes, forbidden } from "./comment-rules.js";
import { FieldProblem } from "./graphql-errors.js";
import type { BudgetView } from "./rate-limit.js";
import type { Bases } from "./rest-shapes.js";
import type { RepositoryRecord, ThreadRecord } from "./state.js";
import { holds } from "./token.js";
import type { Scope, TokenRecord } from "./token.js";
import type { World } from "./world.js";

/** One request. */
export interface GraphqlContext {
  readonly world: World;
  readonly token: TokenRecord;
  readonly view: View;
  readonly bases: Bases;
  readonly cost: { readonly points: number; readonly nodes: number };
  /** The budget with this request's cost taken off. */
  readonly budget: BudgetView;
}

/** Fails the field unless the token may read the thread's comments. */
export function requireComments(context: GraphqlContext, thread: ThreadRecord): void {
  requireRead(context, thread.repository, commentScopes);
}

/** Fails the field unless the token has one of the permissions, or needs none. */
export function requireRead(
  context: GraphqlContext,
  repository: RepositoryRecord,
  scopes: readonly Scope[],
): void {
  if (!repository.isPrivate) return;
  if (scopes.some((scope) => holds(context.token, scope, "read"))) return;
  throw FieldProblem.refused(forbidden(context.token));
}
