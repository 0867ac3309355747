/**
 * Which artifacts are there in all of the modelled GitHub, and what may be done with them?
 *
 * The pure state behind the results service and REST: it knows GitHub's rules and neither tokens nor
 * HTTP. Listings may be old (`ArtifactBehaviour`); every single artifact is always read as it is.
 */
import { assert } from "../base/assert.js";
import { bad, ok, type Result } from "../base/result.js";
import { calmArtifactBehaviour, type ArtifactBehaviour } from "./artifact-behaviour.js";
import {
  isExpired,
  isLive,
  type Artifact,
  type ArtifactKey,
  type ArtifactProblem,
  type ArtifactRun,
  type ArtifactUpload,
} from "./artifact-record.js";
import {
  ArtifactShelf,
  artifactNotFound,
  type UploadedContent,
  type UploadOptions,
} from "./artifact-shelf.js";
import { BlobStore } from "./blob-store.js";
import type { EmulatorClock } from "./time.js";

/** The artifacts of all runs. */
export class ArtifactStore {
  readonly behaviour: ArtifactBehaviour;
  readonly blobs = new BlobStore();
  readonly #clock: EmulatorClock;
  readonly #shelves = new Map<string, ArtifactShelf>();
  #blobsMade = 0;
  #artifactsMade = 0;

  constructor(clock: EmulatorClock, behaviour: ArtifactBehaviour = calmArtifactBehaviour()) {
    this.#clock = clock;
    this.behaviour = behaviour;
  }

  /** GitHub's time. */
  nowMs(): number {
    return this.#clock.nowMs();
  }

  /** Makes an attempt of a run known; nothing can be uploaded to an unknown one. */
  addRun(run: ArtifactRun): void {
    assert(!this.#shelves.has(run.runBackendId), `run ${run.runBackendId} was added before`);
    this.#shelves.set(run.runBackendId, new ArtifactShelf(run, this.behaviour, this.blobs));
  }

  /** The attempt of that backend id. */
  run(runBackendId: string): ArtifactRun | undefined {
    return this.#shelves.get(runBackendId)?.run;
  }

  /** Begins an upload, which takes the name. */
  create(key: ArtifactKey, options: UploadOptions = {}): Result<ArtifactUpload, ArtifactProblem> {
    const shelf = this.#shelves.get(key.runBackendId);
    if (shelf === undefined) return bad(runNotFound);
    this.#blobsMade += 1;
    const run = encodeURIComponent(key.runBackendId);
    const job = encodeURIComponent(key.jobBackendId);
    const blobPath = `${run}/workflow-job-run-${job}/artifacts/${this.#blobsMade}.zip`;
    return shelf.begin(key, options, { blobPath, nowMs: this.nowMs() });
  }

  /** Makes an artifact of the newest upload of that key. */
  finalize(key: ArtifactKey, content: UploadedContent): Result<Artifact, ArtifactProblem> {
    const shelf = this.#shelves.get(key.runBackendId);
    if (shelf === undefined) return bad(runNotFound);
    const artifactId = String(artifactIdFirst + this.#artifactsMade);
    const finalized = shelf.finalize(key, content, { artifactId, nowMs: this.nowMs() });
    if (finalized.ok) this.#artifactsMade += 1;
    return finalized;
  }

  /** What the results service lists for an attempt: its own artifacts and inherited ones. */
  listForResults(runBackendId: string): readonly Artifact[] {
    const nowMs = this.nowMs();
    const lagMs = this.behaviour.resultsListingLagMs;
    const listed = [runBackendId, ...(this.run(runBackendId)?.inherits ?? [])]
      .flatMap((one) => this.#shelves.get(one)?.listed({ nowMs, lagMs }) ?? [])
      .filter((artifact) => !isExpired(artifact, nowMs))
      .sort(byId);
    return this.behaviour.resultsListingOrder === "oldest-first" ? listed : listed.reverse();
  }

  /** What REST lists for a run: the artifacts of all attempts, oldest first, expired ones too. */
  listForRest(runId: string): Artifact[] {
    const nowMs = this.nowMs();
    const lagMs = this.behaviour.restListingLagMs;
    return [...this.#shelves.values()]
      .filter(({ run }) => run.runId === runId)
      .flatMap((shelf) => shelf.listed({ nowMs, lagMs }))
      .sort(byId);
  }

  /** The newest artifact of that key which is neither deleted nor expired. */
  findLive(key: ArtifactKey): Artifact | undefined {
    return this.#shelves.get(key.runBackendId)?.findLive(key, this.nowMs());
  }

  /** The artifact of that id, expired or not, unless it is deleted. */
  findById(artifactId: string): Artifact | undefined {
    for (const { artifacts } of this.#shelves.values()) {
      const found = artifacts.find((one) => one.artifactId === artifactId);
      if (found !== undefined) return found.deletedAtMs === undefined ? found : undefined;
    }
    return undefined;
  }

  /** Deletes the newest live artifact of that key; an unfinished upload cannot be deleted. */
  delete(key: ArtifactKey): Result<Artifact, ArtifactProblem> {
    const artifact = this.findLive(key);
    if (artifact === undefined) return bad(artifactNotFound);
    this.deleteFound(artifact);
    return ok(artifact);
  }

  /** All artifacts that are neither deleted nor expired, without lag. */
  everythingLive(): readonly Artifact[] {
    const nowMs = this.nowMs();
    return [...this.#shelves.values()]
      .flatMap(({ artifacts }) => artifacts)
      .filter((artifact) => isLive(artifact, nowMs));
  }

  /** The retention of everything that is there is over. */
  expireAll(): void {
    for (const shelf of this.#shelves.values()) shelf.expireAll(this.nowMs());
  }

  /** Deletes an artifact that was found just before. */
  deleteFound(artifact: Artifact): void {
    const shelf = this.#shelves.get(artifact.runBackendId);
    assert(shelf !== undefined, `artifact ${artifact.artifactId} is of no known run`);
    shelf.delete(artifact, this.nowMs());
  }
}

/** Of the size that GitHub's have today: over 32 bits. */
const artifactIdFirst = 5_112_000_001;
const runNotFound: ArtifactProblem = { code: "not_found", message: "workflow run not found" };

function byId(a: Artifact, b: Artifact): number {
  // Ours are small, and a listing of hundreds is asked for again and again.
  return Number(a.artifactId) - Number(b.artifactId);
}
