/**
 * Whose artifacts does a job's runtime token reach?
 *
 * The token of a job (`ACTIONS_RUNTIME_TOKEN`) is a JWT; its `scp` claim is a list of scopes separated
 * by spaces, one of which is `Actions.Results:{run backend id}:{job backend id}`. The real service
 * signs with a private key. Here an HMAC does, so that a token which this GitHub never issued, or
 * whose claims were changed, is told from a good one.
 */
import { createHmac } from "node:crypto";
import { bad, ok, type Result } from "../base/result.js";

/** The run and the job that a token speaks for. */
export interface RuntimeScope {
  readonly runBackendId: string;
  readonly jobBackendId: string;
}

/** What a token is to say. */
export interface RuntimeTokenOptions extends RuntimeScope {
  readonly issuedAtMs: number;
  /** Six hours, the longest that a hosted job lives, unless told. */
  readonly lifetimeMs?: number;
  /** The scopes in place of `Actions.Results:...`: for tokens that lack it. */
  readonly scopes?: readonly string[];
}

/** Why a token is refused: it is not ours or out of date, or it lacks the scope. */
export type RuntimeTokenProblem = "unauthenticated" | "permission_denied";

const hourMs = 3_600_000;

/** A runtime token: a JWT that holds good until its `exp`. */
export function issueRuntimeToken(secret: string, options: RuntimeTokenOptions): string {
  const issuedAtSeconds = Math.floor(options.issuedAtMs / 1_000);
  const lifetimeMs = options.lifetimeMs ?? 6 * hourMs;
  const scopes = options.scopes ?? [
    "Actions.GenericRead:00000000-0000-0000-0000-000000000000",
    `Actions.Results:${options.runBackendId}:${options.jobBackendId}`,
  ];
  const head = encodePart({ typ: "JWT", alg: "HS256" });
  const claims = encodePart({
    scp: scopes.join(" "),
    iss: "https://token.actions.githubusercontent.com",
    orchid: `${options.runBackendId}.${options.jobBackendId}`,
    nbf: issuedAtSeconds,
    exp: Math.floor((options.issuedAtMs + lifetimeMs) / 1_000),
    iat: issuedAtSeconds,
  });
  return `${head}.${claims}.${signature(secret, `${head}.${claims}`)}`;
}

/** Reads a token back: who it speaks for, or why it is refused. */
export function parseRuntimeToken(
  secret: string,
  token: string,
  nowMs: number,
): Result<RuntimeScope, RuntimeTokenProblem> {
  const [head, claims, sealed, ...rest] = token.split(".");
  if (head === undefined || claims === undefined || sealed === undefined || rest.length > 0) {
    return bad("unauthenticated");
  }
  if (sealed !== signature(secret, `${head}.${claims}`)) return bad("unauthenticated");
  const parsed = decodePart(claims);
  if (typeof parsed["exp"] !== "number" || nowMs >= parsed["exp"] * 1_000) {
    return bad("unauthenticated");
  }
  const scopes = typeof parsed["scp"] === "string" ? parsed["scp"].split(" ") : [];
  for (const scope of scopes) {
    const [kind, runBackendId, jobBackendId] = scope.split(":");
    if (kind !== "Actions.Results") continue;
    if (runBackendId && jobBackendId) return ok({ runBackendId, jobBackendId });
  }
  return bad("permission_denied");
}

function signature(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}

function encodePart(part: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** Only ever sees what `encodePart` made: the signature was checked before. */
function decodePart(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
}
