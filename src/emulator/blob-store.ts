/**
 * What bytes are in the blob storage, and how do blocks become a blob?
 *
 * As Azure's block blobs: one `PUT` writes a whole blob, or blocks are put by id in any order and a
 * list of ids makes the blob of them; what was put but not listed is dropped. Signatures and HTTP are
 * not known here.
 */
import { createHash } from "node:crypto";
import { bad, ok, type Result } from "../base/result.js";

/** A blob that can be read. */
export interface StoredBlob {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly etag: string;
  readonly changedAtMs: number;
}

/** How a blob is written: when, and as what. */
export interface BlobWrite {
  readonly contentType: string;
  readonly nowMs: number;
}

/** Azure's names of what can be wrong with a write. */
export type BlobWriteProblem =
  "InvalidBlockList" | "InvalidBlobOrBlock" | "BlobImmutableDueToPolicy";

interface Slot {
  blob: StoredBlob | undefined;
  readonly blocks: Map<string, Uint8Array>;
  sealed: boolean;
}

/** All blobs, by path. */
export class BlobStore {
  readonly #slots = new Map<string, Slot>();
  #writes = 0;

  /** The blob, if one is there. */
  read(path: string): StoredBlob | undefined {
    return this.#slots.get(path)?.blob;
  }

  /** Writes a whole blob. */
  put(path: string, bytes: Uint8Array, write: BlobWrite): Result<StoredBlob, BlobWriteProblem> {
    const slot = this.#slot(path);
    if (slot.sealed) return bad("BlobImmutableDueToPolicy");
    return ok(this.#commit(slot, bytes.slice(), write));
  }

  /** Keeps a block until a list names it. All ids of a blob's blocks are of one length. */
  putBlock(path: string, blockId: string, bytes: Uint8Array): BlobWriteProblem | undefined {
    const slot = this.#slot(path);
    if (slot.sealed) return "BlobImmutableDueToPolicy";
    const [anyId] = slot.blocks.keys();
    if (anyId !== undefined && anyId.length !== blockId.length) return "InvalidBlobOrBlock";
    slot.blocks.set(blockId, bytes.slice());
    return undefined;
  }

  /** Makes the blob of blocks that were put before, in this order. */
  putBlockList(
    path: string,
    blockIds: readonly string[],
    write: BlobWrite,
  ): Result<StoredBlob, BlobWriteProblem> {
    const slot = this.#slot(path);
    if (slot.sealed) return bad("BlobImmutableDueToPolicy");
    const parts: Uint8Array[] = [];
    for (const blockId of blockIds) {
      const block = slot.blocks.get(blockId);
      if (block === undefined) return bad("InvalidBlockList");
      parts.push(block);
    }
    return ok(this.#commit(slot, Buffer.concat(parts), write));
  }

  /** From now on the blob cannot be written: its artifact is finalized. */
  seal(path: string): void {
    this.#slot(path).sealed = true;
  }

  /** Removes the blob; a later write is refused. */
  remove(path: string): void {
    const slot = this.#slot(path);
    slot.blob = undefined;
    slot.blocks.clear();
    slot.sealed = true;
  }

  #commit(slot: Slot, bytes: Uint8Array, write: BlobWrite): StoredBlob {
    this.#writes += 1;
    const etag = `"0x8D${this.#writes.toString(16).toUpperCase().padStart(12, "0")}"`;
    slot.blocks.clear();
    slot.blob = { bytes, contentType: write.contentType, etag, changedAtMs: write.nowMs };
    return slot.blob;
  }

  #slot(path: string): Slot {
    let slot = this.#slots.get(path);
    if (slot === undefined) {
      slot = { blob: undefined, blocks: new Map(), sealed: false };
      this.#slots.set(path, slot);
    }
    return slot;
  }
}

/** The digest as GitHub writes it. */
export function sha256Digest(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
