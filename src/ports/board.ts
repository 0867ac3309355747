/**
 * Where do a run's tasks leave their entries for each other?
 *
 * A board is a set of named, immutable payloads. Naming is information: a reader decides by the name
 * what to download. Listings may lag and may show ghosts of removed items. Methods throw
 * `RollcallError`.
 */
import type { ServerMs } from "../base/time.js";

/** One item of a board's listing. */
export interface BoardItem {
  readonly name: string;
  /** Grows with creation; a decimal integer. */
  readonly artifactId: string;
  /** When its upload was complete, on GitHub's clock, if the listing tells. */
  readonly createdAt?: ServerMs;
  /** The size of its zip, if the listing tells. */
  readonly sizeBytes?: number;
}

/** A board that can only be read: a sibling run's. */
export interface BoardReader {
  /** All items whose name begins with the prefix, in no particular order. */
  list(prefix: string): Promise<readonly BoardItem[]>;
  /** The payload of one item: the bytes of its zip. */
  download(item: BoardItem): Promise<Uint8Array>;
}

/** Our own run's board. */
export interface Board extends BoardReader {
  /** Uploads a zip under a name that must not be in use (`conflict` otherwise). */
  upload(name: string, zip: Uint8Array): Promise<BoardItem>;
  /** Removes an item; one that is already gone is no error. */
  remove(item: BoardItem): Promise<void>;
}
