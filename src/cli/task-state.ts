/** How does one task's story become entries, each newer than the one before? */
import { canonicalText } from "../merge/canonical.js";
import { type Entry, type TaskIdentity, type Version } from "../model/entry.js";
import { type Status, finality } from "../model/status.js";
import type { Clock } from "../ports/clock.js";
import type { ServerTime } from "../ports/server-time.js";
import type { Settings } from "./settings.js";

/** What a task may say of itself; who it is and which version comes from its surroundings. */
export type TaskFields = Partial<Omit<Entry, keyof TaskIdentity | keyof Version>>;

/** One task of this process. */
export class TaskState {
  readonly #identity: TaskIdentity & Pick<Version, "runId" | "attempt">;
  readonly #clock: Clock;
  readonly #startedMonotonicMs: number;
  readonly #startedWallMs: number;
  #fields: TaskFields;
  #seq = 0;
  #last: Entry | undefined;

  constructor(task: string, settings: Settings, clock: Clock, fields: TaskFields) {
    const { run, job, leg } = settings;
    this.#identity = {
      workflow: run.workflow,
      event: run.event,
      job,
      leg,
      task,
      runId: run.id === "" ? "0" : run.id,
      attempt: run.attempt,
    };
    this.#clock = clock;
    this.#startedMonotonicMs = clock.monotonicMs();
    this.#startedWallMs = clock.wallMs();
    this.#fields = fields;
  }

  /** Who this is. */
  get identity(): TaskIdentity {
    return this.#identity;
  }

  /** The status as it was last said. */
  get status(): Status {
    return this.#fields.status ?? "running";
  }

  /** Takes over what is new. */
  update(fields: TaskFields): void {
    this.#fields = { ...this.#fields, ...fields };
  }

  /** The newest entry: a new version only if something was updated since the last one. */
  entry(serverTime: ServerTime | undefined): Entry {
    const material = this.#material();
    if (
      this.#last !== undefined &&
      canonicalText(timeless(this.#last)) === canonicalText(timeless(material))
    ) {
      return this.#last;
    }
    // Two processes may report one task in turn: on one machine the clock orders them.
    this.#seq = Math.max(this.#seq + 1, Math.round(this.#clock.wallMs()));
    const nowMs = serverTime?.now();
    const sinceStartMs = this.#clock.monotonicMs() - this.#startedMonotonicMs;
    const startedAtMs =
      this.#fields.startedAtMs ??
      Math.round(nowMs === undefined ? this.#startedWallMs : nowMs - sinceStartMs);
    const elapsedMs =
      this.#fields.elapsedMs ?? (material.final ? Math.round(sinceStartMs) : undefined);
    this.#last = {
      ...material,
      seq: this.#seq,
      startedAtMs,
      ...(elapsedMs === undefined ? {} : { elapsedMs }),
    };
    return this.#last;
  }

  #material(): Omit<Entry, "seq"> {
    const status: Status = this.#fields.status ?? "running";
    const final =
      finality(status) === "either" ? (this.#fields.final ?? true) : finality(status) === "final";
    return {
      ...this.#identity,
      ...this.#fields,
      kind: this.#fields.kind ?? this.#identity.task,
      status,
      final,
    };
  }
}

/** What makes an entry worth a new version: not its times, which whoever renders computes. */
function timeless(entry: Omit<Entry, "seq">): Partial<Entry> {
  return { ...entry, seq: 0, startedAtMs: 0, elapsedMs: 0 };
}
