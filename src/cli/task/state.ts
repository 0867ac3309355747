/**
 * How does one task's story become entries, each newer than the one before?
 *
 * Entries are public: this is the one place where they are made, and where secrets are masked in all of
 * their texts, whoever said them.
 */
import { canonicalText } from "../../merge/canonical.js";
import { type Entry, type TaskIdentity, type Version } from "../../model/entry.js";
import { type Status, finality } from "../../model/status.js";
import type { Clock } from "../../ports/clock.js";
import type { Log } from "../../ports/log.js";
import { type LinkRules, allowedLinks, linkRulesOf } from "../../protocol/link-rules.js";
import type { ServerTime } from "../../ports/server-time.js";
import { maskTexts } from "../log/mask-texts.js";
import type { Settings } from "../settings/settings.js";
import { type TaskFields, type TaskLayers, joinLayers, liveStatus } from "./layers.js";
import type { Findings } from "../../ingest/findings.js";

/** What a story depends on. */
export interface TaskStateOptions {
  readonly settings: Pick<Settings, "run" | "job" | "leg"> & Partial<Pick<Settings, "jobUrl">>;
  readonly clock: Clock;
  /** A text as it may be published. */
  readonly mask: (text: string) => string;
  /** Where the row may lead, and who is told of what may not; anywhere, if not given. */
  readonly links?: { readonly rules: LinkRules; readonly onDropped: (line: string) => void };
  /** True if we see the task run to its end: `run`. A report knows nothing of its duration. */
  readonly measures: boolean;
  /** When it started, on the clock's `monotonicMs`; now, if not given. */
  readonly startedMonotonicMs?: number;
}

/** So many faulty links are told. */
const linesMax = 20;

/** One task of this process. */
export class TaskState {
  readonly #identity: TaskIdentity & Pick<Version, "runId" | "attempt">;
  readonly #clock: Clock;
  readonly #mask: (text: string) => string;
  readonly #links: TaskStateOptions["links"];
  readonly #droppedLinks = new Set<string>();
  readonly #measures: boolean;
  readonly #startedMonotonicMs: number;
  readonly #startedWallMs: number;
  #layers: TaskLayers;
  #seq = 0;
  #last: Entry | undefined;

  constructor(task: string, fields: TaskFields, options: TaskStateOptions) {
    const { settings, clock, mask, measures, startedMonotonicMs } = options;
    const { run, job, leg, jobUrl } = settings;
    // Masked from the start: entries are told apart by it.
    this.#identity = maskTexts(
      {
        workflow: run.workflow,
        event: run.event,
        job,
        leg,
        task,
        runId: run.id === "" ? "0" : run.id,
        attempt: run.attempt,
      },
      mask,
    );
    this.#clock = clock;
    this.#mask = mask;
    this.#links = options.links;
    this.#measures = measures;
    const nowMs = clock.monotonicMs();
    this.#startedMonotonicMs = startedMonotonicMs ?? nowMs;
    this.#startedWallMs = clock.wallMs() - (nowMs - this.#startedMonotonicMs);
    const typed = { ...(jobUrl === undefined ? {} : { jobUrl }), ...fields };
    this.#layers = { typed, found: {}, said: {} };
  }

  /** Who this is. */
  get identity(): TaskIdentity {
    return this.#identity;
  }

  /** All that is known by now, as whoever is believed says it. */
  get fields(): TaskFields {
    return joinLayers(this.#layers);
  }

  /** What its results have said by now. */
  get found(): Findings {
    return this.#layers.found;
  }

  /** A text as it may be published. */
  mask(text: string): string {
    return this.#mask(text);
  }

  /** What the command says of itself: takes over what is new. */
  update(fields: TaskFields): void {
    this.#layers = { ...this.#layers, said: { ...this.#layers.said, ...fields } };
  }

  /** What its results say, in place of what they said before. */
  find(found: Findings): void {
    this.#layers = { ...this.#layers, found };
  }

  /** How it ended, in place of what was concluded before. */
  conclude(verdict: TaskFields): void {
    this.#layers = { ...this.#layers, verdict };
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
    this.#last = { ...material, seq: this.#seq, ...this.#times(material.final, serverTime) };
    return this.#last;
  }

  /** When it started and how long it took, as far as that was said or measured. */
  #times(
    final: boolean,
    serverTime: ServerTime | undefined,
  ): Pick<Entry, "startedAtMs" | "elapsedMs"> {
    const { startedAtMs: saidStart, elapsedMs: saidElapsed } = this.fields;
    const sinceStartMs = this.#clock.monotonicMs() - this.#startedMonotonicMs;
    const nowMs = serverTime?.now() ?? this.#startedWallMs + sinceStartMs;
    // Whoever said when it started looked at this machine's clock.
    const sinceSaidMs =
      saidStart === undefined ? undefined : Math.max(0, this.#clock.wallMs() - saidStart);
    const measuredMs = sinceSaidMs ?? (this.#measures ? sinceStartMs : undefined);
    const elapsedMs = saidElapsed ?? (final ? measuredMs : undefined);
    const agoMs = this.#measures ? sinceStartMs : (saidElapsed ?? (final ? undefined : 0));
    const startedAtMs = saidStart ?? (agoMs === undefined ? undefined : nowMs - agoMs);
    return {
      ...(startedAtMs === undefined ? {} : { startedAtMs: Math.round(startedAtMs) }),
      ...(elapsedMs === undefined ? {} : { elapsedMs: Math.round(elapsedMs) }),
    };
  }

  #material(): Omit<Entry, "seq"> {
    const fields = this.#isLive ? this.#liveFields() : this.fields;
    const status: Status = fields.status ?? "running";
    const final =
      finality(status) === "either" ? (fields.final ?? true) : finality(status) === "final";
    const texts = maskTexts(fields, this.#mask);
    return this.#withLinks({
      ...this.#identity,
      ...texts,
      kind: texts.kind ?? this.#identity.task,
      status,
      final,
    });
  }

  /** Each fault is told once, however often the row is made. */
  #withLinks(entry: Omit<Entry, "seq">): Omit<Entry, "seq"> {
    if (this.#links === undefined) return entry;
    const { fields, dropped } = allowedLinks(entry, this.#links.rules);
    for (const line of dropped) {
      if (this.#droppedLinks.has(line) || this.#droppedLinks.size >= linesMax) continue;
      this.#droppedLinks.add(line);
      this.#links.onDropped(line);
    }
    return fields;
  }

  get #isLive(): boolean {
    return this.#measures && this.#layers.verdict === undefined;
  }

  /** Whatever the command says: only its end is final. */
  #liveFields(): TaskFields {
    const status = liveStatus(this.fields.status ?? "running");
    return joinLayers({ ...this.#layers, verdict: { status, final: false } });
  }
}

/** Where the rows of a server's jobs may lead, told in a log. */
export function linksOf(
  { serverUrl, apiUrl }: Pick<Settings, "serverUrl" | "apiUrl">,
  log: Log,
): NonNullable<TaskStateOptions["links"]> {
  const rules = linkRulesOf(serverUrl, apiUrl);
  return {
    rules,
    onDropped: (line) => {
      log.write("warning", line);
    },
  };
}

/** What makes an entry worth a new version: not its times, which whoever renders computes. */
function timeless(entry: Omit<Entry, "seq">): Partial<Entry> {
  return { ...entry, seq: 0, startedAtMs: 0, elapsedMs: 0 };
}
