/**
 * In which ways may the artifact storage misbehave, and when does a call of it fail?
 *
 * One object holds every knob; whoever owns it may change it at any time, or give it getters that draw
 * a value for each call. By default nothing lags and nothing fails. Where GitHub's behaviour is not
 * documented, a knob chooses between the possible ones.
 */

/** The knobs of the artifact storage. */
export interface ArtifactBehaviour {
  /** How old the listings of the results service are. */
  resultsListingLagMs: number;
  /** How old the listings of REST are. */
  restListingLagMs: number;
  /** How much longer than that deleted artifacts stay in both listings. */
  ghostMs: number;
  /** REST documents `direction` (newest first by default); the results service no order. */
  resultsListingOrder: "oldest-first" | "newest-first";
  /** How long a deleted artifact's name stays taken (openedx/openedx-platform#34985). */
  nameHeldAfterDeleteMs: number;
  /** The reference's authors believed that the service accepts a name in use. */
  duplicateNamesAllowed: boolean;
  /** The limit of artifacts of one job. */
  jobArtifactsMax: number;
  /** Whether deleted artifacts count against that limit: GitHub does not say. */
  limitCountsDeleted: boolean;
  /** Inherited artifacts are listed but cannot be signed (actions/download-artifact#486). */
  inheritedUnsignable: boolean;
  /** For how long an upload may be written. */
  uploadUrlMs: number;
  /** For how long an address from `GetSignedArtifactURL` can be read. */
  downloadUrlMs: number;
  /** For how long the address that REST redirects to can be read; GitHub documents one minute. */
  archiveUrlMs: number;
  /** The retention of an artifact that does not ask for one. */
  retentionMs: number;
  /** Asked before every call; on top of the faults of `Behaviour`, which know a path only. */
  fault: ((call: ArtifactCall) => ArtifactFault | undefined) | undefined;
}

/** A call that is about to be answered. */
export interface ArtifactCall {
  readonly operation: ArtifactOperation;
  /** The artifact's name, as far as the call tells it. */
  readonly name: string | undefined;
  /** The run that the call is about, as far as the call tells it. */
  readonly runBackendId: string | undefined;
}

/** Everything that can be asked of the results service and of the blob storage. */
export type ArtifactOperation =
  | "CreateArtifact"
  | "FinalizeArtifact"
  | "ListArtifacts"
  | "GetSignedArtifactURL"
  | "DeleteArtifact"
  | "PutBlob"
  | "PutBlock"
  | "PutBlockList"
  | "GetBlob";

/** How a call fails: `before` it is applied, or `after`, when only its answer gets lost. */
export interface ArtifactFault {
  readonly when: "before" | "after";
  /** The HTTP status of an answer whose body is HTML, as a failing proxy's, or no answer at all. */
  readonly answer: number | "drop";
  readonly retryAfterSeconds?: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Knobs with which nothing lags and nothing fails. */
export function calmArtifactBehaviour(): ArtifactBehaviour {
  return {
    resultsListingLagMs: 0,
    restListingLagMs: 0,
    ghostMs: 0,
    resultsListingOrder: "oldest-first",
    nameHeldAfterDeleteMs: 0,
    duplicateNamesAllowed: false,
    jobArtifactsMax: 500,
    limitCountsDeleted: false,
    inheritedUnsignable: false,
    uploadUrlMs: 60 * minuteMs,
    downloadUrlMs: 10 * minuteMs,
    archiveUrlMs: minuteMs,
    retentionMs: 90 * dayMs,
    fault: undefined,
  };
}
