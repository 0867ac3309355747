/** How does an artifact come onto a board that nobody's publisher has put there? */
import type { ArtifactStorage } from "../emulator/artifact-extension.js";

/** Whose artifact it is, and its name. */
export interface ArtifactPlace {
  readonly runBackendId: string;
  readonly jobBackendId: string;
  readonly name: string;
}

/** Stores the bytes as they are, whatever they hold. */
export function leaveArtifact(
  { store }: ArtifactStorage,
  place: ArtifactPlace,
  bytes: Uint8Array,
): void {
  const upload = store.create(place);
  if (!upload.ok) throw new Error(upload.problem.message);
  const write = { contentType: "application/zip", nowMs: store.nowMs() };
  store.blobs.put(upload.value.blobPath, bytes, write);
  const finalized = store.finalize(place, { sizeBytes: bytes.length });
  if (!finalized.ok) throw new Error(finalized.problem.message);
}
