/**
 * Which run and job does the runtime token of GitHub Actions speak for?
 *
 * The token is a JWT whose `scp` claim holds `Actions.Results:{run}:{job}`. It is not verified here:
 * the results service does that. The token's text never appears in a message.
 */
import { type Result, bad, ok } from "../../base/result.js";

/** The results service's own ids of our run and job. */
export interface BackendIds {
  readonly run: string;
  readonly job: string;
}

const tokenCharsMax = 16_384;
const idPattern = /^[A-Za-z0-9_-]{1,100}$/;

/** The backend ids, or a few words on why the token has none. */
export function parseRuntimeToken(token: string): Result<BackendIds, string> {
  if (token.length > tokenCharsMax) return bad(`a token of ${token.length} characters`);
  const parts = token.split(".");
  const payload = parts[1];
  if (parts.length !== 3 || payload === undefined) return bad("a token that is no JWT");
  const scopes = scopesOf(payload);
  if (scopes === undefined) return bad("a JWT without a readable scp claim");
  for (const scope of scopes) {
    const [name, run, job, ...rest] = scope.split(":");
    if (name !== "Actions.Results" || rest.length > 0) continue;
    if (run === undefined || job === undefined) continue;
    if (idPattern.test(run) && idPattern.test(job)) return ok({ run, job });
  }
  return bad("a JWT without the scope Actions.Results");
}

function scopesOf(payload: string): readonly string[] | undefined {
  if (!/^[A-Za-z0-9_-]+=*$/.test(payload)) return undefined;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof claims !== "object" || claims === null || !("scp" in claims)) return undefined;
  const { scp } = claims;
  return typeof scp === "string" ? scp.split(" ") : undefined;
}
