/**
 * What is left in a comment that gave way to an older one, until it is deleted?
 *
 * A write that was on its way to it finds this text in its answer's log and moves over.
 */

const pattern = /^<!-- rollcall:moved-to ([A-Za-z0-9_=+/:-]{1,250}) -->$/;

/** The whole body of a comment that gave way; `marker` keeps it findable. */
export function encodeTombstone(marker: string, survivorId: string): string {
  return `${marker}\n\n_This comment gave way to an older one that shows the same._\n\n<!-- rollcall:moved-to ${survivorId} -->`;
}

/** The survivor's id, or undefined if the body is no tombstone. */
export function decodeTombstone(body: string): string | undefined {
  const lines = body.trimEnd().split(/\r?\n/);
  return pattern.exec(lines.at(-1) ?? "")?.[1];
}
