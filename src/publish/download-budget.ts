/**
 * How much is downloaded from boards at most?
 *
 * Whoever may run a workflow may leave as many artifacts as he likes. Each costs its reader a download
 * and, read through the API, a request of an hour's thousand.
 */
import { entriesMax, payloadBytesMax } from "../model/limits.js";
import type { BoardItem } from "../ports/board.js";

/** Of how many artifacts, and how many bytes in all. */
export interface DownloadLimits {
  readonly items: number;
  readonly bytes: number;
}

/** From a board of this repository, at one look: more entries have no room in a roster. */
export const trustedDownloads: DownloadLimits = { items: entriesMax, bytes: 16 * payloadBytesMax };
/** From all boards together that strangers may have written, in the life of a process. */
export const foreignDownloads: DownloadLimits = { items: 300, bytes: 4 * payloadBytesMax };

/** What may still be downloaded. */
export class DownloadBudget {
  readonly limits: DownloadLimits;
  #items = 0;
  #bytes = 0;

  constructor(limits: DownloadLimits) {
    this.limits = limits;
  }

  /** True if the item may be downloaded; it counts from now on. */
  admits({ sizeBytes = 0 }: BoardItem): boolean {
    const { items, bytes } = this.limits;
    if (this.#items >= items || this.#bytes + sizeBytes > bytes) return false;
    this.#items += 1;
    this.#bytes += sizeBytes;
    return true;
  }

  /** Its size was another one than the listing told. */
  correct({ sizeBytes = 0 }: BoardItem, foundBytes: number): void {
    this.#bytes += Math.max(0, foundBytes - sizeBytes);
  }
}
