/**
 * Do the checkers catch a protocol that is broken? Each of these breaks one promise of the production
 * code on purpose.
 */
import { RollcallError } from "../../../model/errors.js";
import type {
  CommentStore,
  CommentView,
  CreateView,
  QuotaView,
  ReadOptions,
  ReadView,
  UpdateView,
} from "../../../ports/comments.js";
import type { PublishPorts } from "../../../publish/ports.js";
import type { PublishSettings } from "../../../publish/settings.js";
import { rollcallProtocol } from "./rollcall-protocol.js";
import type { Protocol, TaskProtocol } from "./task-protocol.js";

/** The production code over a store that shows or does something else. */
function overStore(
  name: string,
  wrap: (store: CommentStore, settings: PublishSettings) => CommentStore,
  change: (settings: PublishSettings) => PublishSettings = (settings) => settings,
): Protocol {
  const wrapped = (ports: PublishPorts, settings: PublishSettings): PublishPorts => {
    return { ...ports, comments: wrap(ports.comments, settings) };
  };
  return {
    ...rollcallProtocol,
    name,
    open: (ports, settings) => rollcallProtocol.open(wrapped(ports, settings), change(settings)),
    sync: async (ports, settings) =>
      await (rollcallProtocol.sync?.(wrapped(ports, settings), change(settings)) ??
        Promise.reject(new Error("the production code has a sync"))),
  };
}

/** The production code whose tasks do something else at their end. */
function withVerdict(
  name: string,
  verdict: (task: TaskProtocol, ports: PublishPorts) => TaskProtocol["verdict"],
): Protocol {
  return {
    ...rollcallProtocol,
    name,
    open(ports, settings) {
      const task = rollcallProtocol.open(ports, settings);
      return {
        async live(entry) {
          await task.live(entry);
        },
        async stop() {
          await task.stop();
        },
        verdict: verdict(task, ports),
        rewrites: 0,
      };
    },
  };
}

function withoutSync({ name, budget, ...protocol }: Protocol): Protocol {
  return {
    name,
    budget,
    pollMs: (intervalMs, unit) => protocol.pollMs(intervalMs, unit),
    open: (ports, settings) => protocol.open(ports, settings),
  };
}

/** Everything as the store behind it does it. */
class PassingStore implements CommentStore {
  protected readonly store: CommentStore;

  constructor(store: CommentStore) {
    this.store = store;
  }

  quota(): QuotaView {
    return this.store.quota();
  }

  async read(options: ReadOptions): Promise<ReadView> {
    return await this.store.read(options);
  }

  async update(id: string, body: string): Promise<UpdateView> {
    return await this.store.update(id, body);
  }

  async create(body: string): Promise<CreateView> {
    return await this.store.create(body);
  }

  async remove(id: string): Promise<void> {
    await this.store.remove(id);
  }
}

/** The answer to a write shows the write and nothing else. */
class OwnWriteOnly extends PassingStore {
  override async read(options: ReadOptions): Promise<ReadView> {
    const view = await super.read(options);
    return { ...view, comments: view.comments.map(newestOnly) };
  }

  override async update(id: string, body: string): Promise<UpdateView> {
    const view = await super.update(id, body);
    return { ...view, comment: newestOnly(view.comment) };
  }
}

function newestOnly(comment: CommentView): CommentView {
  const { body, updatedAt, bodyByUs } = comment;
  const edits = [{ body, editedAt: updatedAt, byUs: bodyByUs }];
  return { ...comment, edits, editsComplete: true };
}

/** Whatever the pull request's head is, it is ours. */
class OwnHead extends PassingStore {
  readonly #head: string;

  constructor(store: CommentStore, head: string) {
    super(store);
    this.#head = head;
  }

  override async read(options: ReadOptions): Promise<ReadView> {
    const view = await super.read(options);
    return { ...view, pull: { ...view.pull, head: this.#head } };
  }

  override async update(id: string, body: string): Promise<UpdateView> {
    const { pull, comment } = await super.update(id, body);
    return { comment, pull: pull && { ...pull, head: this.#head } };
  }
}

/** Nobody has ever commented. */
class BlindStore extends PassingStore {
  override async read(options: ReadOptions): Promise<ReadView> {
    const { pull } = await super.read(options);
    return { pull, comments: [] };
  }

  override async create(body: string): Promise<CreateView> {
    const { created } = await super.create(body);
    return { created, comments: [created] };
  }
}

/** Takes the comments on both sides of ours for ours too. Ids are numbers over the ports only. */
class StrayingStore extends PassingStore {
  override async update(id: string, body: string): Promise<UpdateView> {
    for (const beside of [Number(id) - 1, Number(id) + 1]) {
      try {
        await super.update(String(beside), body);
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
      }
    }
    return await super.update(id, body);
  }
}

/** Reading back at once is all the verification there is. */
function impatient(settings: PublishSettings): PublishSettings {
  const timing = { landingMsMax: 0, landingWithBoardsMsMax: 0, lookAgainMs: 0, slotMs: 0 };
  return { ...settings, timing: { ...settings.timing, ...timing } };
}

/** Longer than any task may be held up. */
const holdUpMs = 20_000;

/** By the names that `tools/simulate.mjs --protocol` takes. */
export const brokenProtocols = {
  "broken-readback": overStore(
    "reads back, and that is all",
    (store) => new OwnWriteOnly(store),
    impatient,
  ),
  // A sync knows the head that stays, and would mend it.
  "broken-head": withoutSync(
    overStore("never looks at the head", (store, { head }) => new OwnHead(store, head)),
  ),
  "broken-create": overStore("always creates a comment", (store) => new BlindStore(store)),
  "broken-stranger": overStore("edits its neighbours", (store) => new StrayingStore(store)),
  "broken-claim": withVerdict("says that all went well", (task) => async (entry) => {
    await task.verdict(entry);
    return { kind: "published" };
  }),
  "broken-delay": withVerdict("holds the task up", (task, { clock }) => async (entry) => {
    await clock.sleep(holdUpMs);
    return await task.verdict(entry);
  }),
  "broken-crash": withVerdict("throws", () => async () => {
    return await Promise.reject(new TypeError("a bug"));
  }),
} satisfies Record<string, Protocol>;
