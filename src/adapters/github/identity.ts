/**
 * As whom do we speak, and who else is that?
 *
 * GraphQL gives an author's or editor's login without `[bot]`, but says what kind of account it is; REST
 * gives it with. Anybody may take an app's bare name as a login, so a login alone is not enough: where
 * we are an app, so must whoever counts as ourselves be. REST also names the app that a comment was made
 * through: another app than ours is somebody else.
 */
import { type Json, asObject, asText, dig } from "./shape.js";

/** A job's own token speaks as this app. */
export const actionsLogin = "github-actions[bot]";

/** An app's login without `[bot]`, in lower case. */
export function plainLogin(login: string): string {
  return login.replace(/\[bot\]$/i, "").toLowerCase();
}

/** True if the GraphQL actor (`login`, `__typename`) is the one that `own` names. */
export function isActor(actor: unknown, own: string | undefined): boolean {
  const login = asText(dig(actor, "login"));
  if (login === undefined || own === undefined || plainLogin(login) !== plainLogin(own))
    return false;
  const kind = asText(dig(actor, "__typename"));
  return !isApp(own) || kind === undefined || kind === "Bot";
}

/** True if the REST comment was written by the one that `own` names. */
export function isAuthor(comment: Json, own: string): boolean {
  const login = asText(dig(comment, "user", "login")) ?? "";
  if (plainLogin(login) !== plainLogin(own)) return false;
  if (!isApp(own)) return true;
  const through = asObject(comment["performed_via_github_app"]);
  const slug = asText(through?.["slug"]);
  return isApp(login) && (slug === undefined || slug.toLowerCase() === plainLogin(own));
}

/** `github-actions` is an app in whichever form it was configured. */
function isApp(login: string): boolean {
  return login.toLowerCase().endsWith("[bot]") || plainLogin(login) === plainLogin(actionsLogin);
}
