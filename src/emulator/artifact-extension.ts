/**
 * How does the modelled GitHub come to have artifacts?
 *
 * `github.use(storage)`: one store behind the results service, the blob storage and REST.
 */
import { assert } from "../base/assert.js";
import { calmArtifactBehaviour, type ArtifactBehaviour } from "./artifact-behaviour.js";
import type { ArtifactKey, ArtifactRun } from "./artifact-record.js";
import { ArtifactRest } from "./artifact-rest.js";
import { ArtifactStore } from "./artifact-store.js";
import { ConnectionDropped } from "./behaviour.js";
import { BlobService } from "./blob-service.js";
import type { Extension, ExtensionContext } from "./extension.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";
import { ResultsService } from "./results-service.js";
import type { EmulatorClock } from "./time.js";
import { issueRuntimeToken, type RuntimeScope } from "./token-scope.js";

/** What may be said about the storage. */
export interface ArtifactStorageOptions {
  readonly behaviour?: ArtifactBehaviour;
  /** What tokens and addresses are signed with. */
  readonly secret?: string;
}

/** The artifact storage of one modelled GitHub. */
export class ArtifactStorage implements Extension {
  readonly store: ArtifactStore;
  readonly #clock: EmulatorClock;
  readonly #secret: string;
  readonly #blobs: BlobService;
  readonly #results: ResultsService;
  readonly #rest: ArtifactRest;

  constructor(clock: EmulatorClock, options: ArtifactStorageOptions = {}) {
    this.#clock = clock;
    this.#secret = options.secret ?? "the emulator's secret";
    this.store = new ArtifactStore(clock, options.behaviour ?? calmArtifactBehaviour());
    this.#blobs = new BlobService(this.store, this.#secret);
    this.#results = new ResultsService(this.store, this.#secret);
    this.#rest = new ArtifactRest(this.store, this.#secret);
  }

  /** The knobs; they may be turned at any time. */
  get behaviour(): ArtifactBehaviour {
    return this.store.behaviour;
  }

  /** How many requests brought a token to the blob storage: a client's bug. */
  get tokenLeaks(): number {
    return this.#blobs.leaks;
  }

  /** Makes an attempt of a run known; its jobs can then have tokens. */
  addRun(run: ArtifactRun): void {
    this.store.addRun(run);
  }

  /** An artifact that nobody uploaded through the service: the bytes as they are, whatever they hold. */
  leave(key: ArtifactKey, bytes: Uint8Array): void {
    const upload = this.store.create(key);
    assert(upload.ok, `${key.name}: ${upload.ok ? "" : upload.problem.message}`);
    const write = { contentType: "application/zip", nowMs: this.store.nowMs() };
    this.store.blobs.put(upload.value.blobPath, bytes, write);
    const finalized = this.store.finalize(key, { sizeBytes: bytes.length });
    assert(finalized.ok, `${key.name}: ${finalized.ok ? "" : finalized.problem.message}`);
  }

  /** A token for a job of a run, good from now on: the value of `ACTIONS_RUNTIME_TOKEN`. */
  issueRuntimeToken(scope: RuntimeScope, lifetimeMs?: number): string {
    return issueRuntimeToken(this.#secret, {
      ...scope,
      issuedAtMs: this.#clock.nowMs(),
      ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
    });
  }

  /** The answer, or undefined if the path is not the storage's. */
  handle(request: HttpRequest, context: ExtensionContext): Promise<HttpResponse> | undefined {
    try {
      for (const part of [this.#results, this.#blobs, this.#rest]) {
        const answer = part.handle(request, context);
        if (answer !== undefined) return Promise.resolve(answer);
      }
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof ConnectionDropped)) throw thrown;
      return Promise.reject(thrown);
    }
  }
}
