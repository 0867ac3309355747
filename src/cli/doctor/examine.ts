/** Who asks the probes, in which order, and what follows from their answers for publishing? */
import { boardPrefix } from "../../publish/board-reading.js";
import type { Host } from "../host/host.js";
import { type OpenedApi, openApi } from "../publishing/open-publisher.js";
import type { Settings } from "../settings/settings.js";
import type { Surroundings } from "../publishing/surroundings.js";
import { targetPull } from "../publishing/target-pull.js";
import {
  boardFact,
  clockFact,
  historyFact,
  pullFact,
  quotaFact,
  repositoryFact,
  runsFact,
  tokenFact,
  unanswered,
  writeFact,
} from "./facts.js";
import { hostFact, tokenSource } from "./place.js";
import {
  type Probed,
  type WriteAccess,
  budgets,
  canReadRuns,
  commentFacts,
  probe,
  repositoryFacts,
  writeAccess,
} from "./probe-api.js";
import type { Fact, Lack } from "./report.js";

/** All that was found. */
export interface Findings {
  readonly facts: readonly Fact[];
  readonly lacks: ReadonlySet<Lack>;
  /** Why nothing can be published; undefined if it can, or if no sure answer says otherwise. */
  readonly obstacle: string | undefined;
  /** Why there is nothing to publish, as on a push. */
  readonly noPull: string | undefined;
  readonly hasBoard: boolean;
}

/** What each setting that may be missing is a matter of. */
const placeOf: Readonly<Record<string, readonly [Lack, Fact["topic"]]>> = {
  repo: ["repository", "repository"],
  pr: ["head", "pull request"],
  sha: ["head", "pull request"],
  runId: ["run", "CI"],
  token: ["token", "token"],
};

/** Collects facts while the examination goes on. */
export class Examination {
  readonly #host: Host;
  readonly #surroundings: Surroundings;
  readonly #facts: Fact[] = [];
  readonly #lacks = new Set<Lack>();
  readonly #obstacles: string[] = [];
  #noPull: string | undefined;
  #hasBoard = false;

  constructor(host: Host, surroundings: Surroundings) {
    this.#host = host;
    // A dry run has no board; whether there is one is asked all the same.
    const settings: Settings = { ...surroundings.settings, dryRun: false };
    this.#surroundings = { ...surroundings, settings };
  }

  /** Asks everything. Writes nothing, and never throws for a problem of the outside world. */
  async findings(): Promise<Findings> {
    const { settings } = this.#surroundings;
    this.#note(hostFact(settings));
    await Promise.all([this.#askApi(), this.#lookForCheckout()]);
    const { nodeVersion, version } = this.#host;
    const enterprise = this.#enterpriseVersion;
    const server = enterprise === undefined ? "" : `, GitHub Enterprise Server ${enterprise}`;
    this.#note({
      topic: "versions",
      standing: "ok",
      text: `Rollcall ${version}, Node ${nodeVersion}${server}`,
      value: { rollcall: version, node: nodeVersion, enterpriseServer: enterprise },
    });
    return {
      facts: this.#facts,
      lacks: this.#lacks,
      obstacle: this.#obstacles[0],
      noPull: this.#noPull,
      hasBoard: this.#hasBoard,
    };
  }

  #enterpriseVersion: string | undefined;

  async #askApi(): Promise<void> {
    this.#noteMissing();
    const opened = await this.#open();
    if (opened === undefined) {
      this.#noteBoardUnasked();
      return;
    }
    const { api, pull } = opened;
    // The clock is told by the first answer, and everything else by the same few.
    await Promise.all([
      this.#askRepository(api),
      this.#askQuota(api),
      this.#askRuns(api),
      this.#askBoard(api),
      pull === undefined ? undefined : this.#askComment(api, pull),
    ]);
    const now = api.serverTime.now();
    this.#note(clockFact(now === undefined ? undefined : this.#host.clock.wallMs() - now));
  }

  /** What the settings lack already; each has a line of its own. */
  #noteMissing(): void {
    for (const problem of this.#surroundings.settings.missing) {
      const place = problem.setting === undefined ? undefined : placeOf[problem.setting];
      if (place === undefined) continue;
      // "where" and "found" say nothing that the advice does not say better.
      const [lack, topic] = place;
      this.#refuse(lack, topic, problem.what);
    }
  }

  /** The API, with the pull request if there is one; undefined if it cannot be asked at all. */
  async #open(): Promise<{ api: OpenedApi; pull: number | undefined } | undefined> {
    const host = this.#host;
    const { settings } = this.#surroundings;
    if (settings.repository === undefined || tokenSource(settings) === undefined) return undefined;
    const target = await targetPull(host, this.#surroundings);
    if (!target.ok) this.#noteNoPull(target.problem);
    const opened = await openApi(host, this.#surroundings, target.ok ? target.value : 0);
    if (!opened.ok) {
      this.#refuse("token", "token", opened.problem);
      return undefined;
    }
    return { api: opened.value, pull: target.ok ? target.value : undefined };
  }

  #noteBoardUnasked(): void {
    const { settings } = this.#surroundings;
    if (settings.host === "github" && settings.runtimeToken !== undefined) {
      const text = "not asked: without a token for GitHub nothing is left on it either";
      this.#note({ topic: "board", standing: "unknown", text });
    } else {
      this.#noteBoard(boardFact(settings, undefined));
    }
  }

  #noteNoPull({ why, fine }: { readonly why: string; readonly fine: boolean }): void {
    if (!fine) {
      // Said already, if it is one of the settings.
      if (this.#obstacles.length === 0) this.#refuse("head", "pull request", why);
      return;
    }
    this.#noPull = why;
    this.#note({ topic: "pull request", standing: "note", text: why });
  }

  async #askRepository(api: OpenedApi): Promise<void> {
    const { settings } = this.#surroundings;
    const { repository } = settings;
    if (repository === undefined) return;
    const asked = await probe(async () => await repositoryFacts(api.api, repository));
    if (asked.kind === "known") this.#enterpriseVersion = asked.value.enterpriseVersion;
    this.#note(repositoryFact(settings, asked));
  }

  async #askQuota({ api, serverTime }: OpenedApi): Promise<void> {
    const asked = await probe(async () => await budgets(api));
    this.#note(quotaFact(asked, serverTime.now() ?? this.#host.clock.wallMs()));
  }

  async #askRuns({ api }: OpenedApi): Promise<void> {
    const { repository } = this.#surroundings.settings;
    if (repository === undefined) return;
    const asked = await probe(async () => await canReadRuns(api, repository));
    if (asked.kind === "known" && !asked.value) this.#lacks.add("actions");
    this.#note(asked.kind === "known" ? runsFact(asked.value) : unanswered("runs", asked.error));
  }

  async #askBoard({ ports }: OpenedApi): Promise<void> {
    const { board } = ports;
    const asked: Probed<number> | undefined =
      board === undefined
        ? undefined
        : await probe(async () => (await board.list(boardPrefix)).length);
    this.#noteBoard(boardFact(this.#surroundings.settings, asked));
  }

  #noteBoard(fact: Fact): void {
    this.#hasBoard = fact.standing === "ok";
    if (fact.standing === "missing") this.#lacks.add("runtime-token");
    this.#note(fact);
  }

  async #askComment(api: OpenedApi, pull: number): Promise<void> {
    const { settings } = this.#surroundings;
    const { repository } = settings;
    const source = tokenSource(settings);
    if (repository === undefined || source === undefined) return;
    const asked = await probe(async () => await commentFacts(api));
    if (asked.kind === "failed") {
      this.#note(unanswered("comment", asked.error));
      this.#obstacles.push(asked.error.message);
      return;
    }
    this.#note(pullFact(settings, pull, asked.value));
    this.#note(tokenFact(source, asked.value, settings.author));
    this.#note(historyFact(asked.value));
    const { access, words } = await writeAccess(api.api, repository, pull);
    this.#judge(access);
    const fact = writeFact(access, words, asked.value);
    this.#note(fact);
    if (fact.standing === "missing") this.#obstacles.push(`the comment ${fact.text}`);
  }

  /** Strangers' runs get no permission, whatever the workflow says; so it is not even tried. */
  #judge(access: WriteAccess): void {
    const { readOnly } = this.#surroundings.settings;
    if (readOnly === undefined) {
      if (access === "no-permission") this.#lacks.add("pull-requests");
      return;
    }
    const who = readOnly === "fork" ? "a pull request from a fork" : "a run of Dependabot's";
    if (access === "allowed") {
      this.#lacks.add("trust");
      this.#obstacles.unshift(`${who} is not trusted to write, although its token may`);
    } else {
      this.#lacks.add("sync");
      this.#obstacles.unshift(`${who} has a token that may only read`);
    }
  }

  async #lookForCheckout(): Promise<void> {
    const { env, readText } = this.#host;
    const workspace = env["GITHUB_WORKSPACE"];
    if (this.#surroundings.settings.host !== "github" || workspace === undefined) return;
    const read = await readText(`${workspace}/.git/HEAD`, 1_024);
    const there = read.ok || read.problem.kind !== "missing";
    if (!there) this.#lacks.add("checkout");
    this.#note({
      topic: "checkout",
      standing: there ? "ok" : "missing",
      text: there
        ? `in ${workspace}`
        : "none in GITHUB_WORKSPACE: .github/rollcall.yaml is not found",
    });
  }

  #note(fact: Fact): void {
    this.#facts.push(fact);
  }

  /** Something without which nothing can be published. */
  #refuse(lack: Lack, topic: Fact["topic"], text: string): void {
    this.#lacks.add(lack);
    this.#obstacles.push(text);
    this.#note({ topic, standing: "missing", text });
  }
}
