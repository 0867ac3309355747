/**
 * When has everything happened that can happen without time passing?
 *
 * When no promise is left to settle, no immediate is due (yauzl reads in them) and no inflating is under
 * way in Node's thread pool: a virtual clock that moved on in the middle of it would be no longer
 * deterministic.
 */
import type { Transform } from "node:stream";
import { createInflateRaw } from "node:zlib";

const inflating = new Set<Transform>();

/** Every inflating stream of this process is seen here: their prototype tells of it. */
const prototype = Object.getPrototypeOf(createInflateRaw()) as Transform;
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on its stream below.
const transform = prototype._transform;
prototype._transform = function (this: Transform, ...rest): void {
  if (!inflating.has(this)) {
    inflating.add(this);
    this.once("close", () => inflating.delete(this));
  }
  Reflect.apply(transform, this, rest);
};

/** Resolves when only the passing of time can make anything happen. */
export async function quiet(): Promise<void> {
  do {
    // A macrotask runs only after all microtasks, those that microtasks start included.
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  } while (inflating.size > 0 || process.getActiveResourcesInfo().includes("Immediate"));
}
