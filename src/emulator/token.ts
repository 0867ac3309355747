/** Who is calling, what may they do, and which budget do they spend? */

/** What a permission allows. `write` includes `read`. */
export type Level = "none" | "read" | "write";

/** The permissions that the modelled GitHub knows, named as in a workflow file's `permissions:`. */
export type Scope = "contents" | "issues" | "pull_requests" | "actions";

/** A token as the modelled GitHub keeps it. */
export interface TokenRecord {
  readonly token: string;
  /** As REST writes it: an app's login ends in `[bot]`. */
  readonly login: string;
  readonly kind: "app" | "user";
  readonly permissions: Readonly<Record<Scope, Level>>;
  /** Requests and points an hour; the two budgets are separate. */
  readonly limits: { readonly rest: number; readonly graphql: number };
  /** Tokens with the same budget share it, as all `GITHUB_TOKEN`s of one repository do. */
  readonly budget: string;
}

/** What a test says of a token; everything else has a default. */
export interface TokenOptions {
  readonly token: string;
  /** With or without `[bot]`. Default: `github-actions[bot]` for an app, `octocat` for a user. */
  readonly login?: string;
  readonly kind?: "app" | "user";
  /** What is not named here is `none`, as in a workflow file. Default: everything `write`. */
  readonly permissions?: Readonly<Partial<Record<Scope, Level>>>;
  readonly limits?: { readonly rest?: number; readonly graphql?: number };
  readonly budget?: string;
}

const botSuffix = "[bot]";

/** Fills in the defaults: those of a `GITHUB_TOKEN` for an app, of a personal token for a user. */
export function tokenRecord(options: TokenOptions): TokenRecord {
  const kind = options.kind ?? "app";
  const bare = bareLogin(options.login ?? (kind === "app" ? "github-actions" : "octocat"));
  const unnamed: Level = options.permissions === undefined ? "write" : "none";
  const permissions = {
    contents: unnamed,
    issues: unnamed,
    pull_requests: unnamed,
    actions: unnamed,
  };
  const limit = kind === "app" ? 1_000 : 5_000;
  return {
    token: options.token,
    login: kind === "app" ? bare + botSuffix : bare,
    kind,
    permissions: { ...permissions, ...options.permissions },
    limits: { rest: options.limits?.rest ?? limit, graphql: options.limits?.graphql ?? limit },
    budget: options.budget ?? options.token,
  };
}

/** The login as GraphQL writes it for an author: without `[bot]`. */
export function bareLogin(login: string): string {
  return login.endsWith(botSuffix) ? login.slice(0, -botSuffix.length) : login;
}

/** True for an app's login. */
export function isBot(login: string): boolean {
  return login.endsWith(botSuffix);
}

/** True if the token has at least this level of the permission. */
export function holds(
  token: TokenRecord | undefined,
  scope: Scope,
  level: "read" | "write",
): boolean {
  const held = token?.permissions[scope] ?? "none";
  return held === "write" || held === level;
}
