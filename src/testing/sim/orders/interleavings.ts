/**
 * What happens to a few writers of one comment in every order of their steps?
 *
 * One entry each. The comment's roster is a set of writers; whether a writer may leave is decided by
 * the production rules (`protocol/verify.ts`), or by the ways that are known to fail.
 */
import { serverMs } from "../../../base/time.js";
import { type Roster, emptyRoster } from "../../../model/roster.js";
import type { LogEntry } from "../../../protocol/revision.js";
import { assessLog } from "../../../protocol/verify.js";
import { makeEntry, testHead } from "../../make-entry.js";
import type { Steps } from "./paths.js";

/** How a writer finds out that it may leave. */
export type Verification =
  /** Looks at the edit log in its write's answer. */
  | "log"
  /** Gathers all boards before each read, and looks once when what was on its way has landed. */
  | "boards"
  /** Leaves when the comment has not changed while everything that was on its way has landed. */
  | "quiet"
  /** Reads the comment back once after its write: the way that loses rows. */
  | "read-back";

type Phase = "contribute" | "read" | "write" | "look" | "done";

interface Writer {
  readonly phase: Phase;
  /** Whose entries it knows, one bit each. */
  readonly known: number;
  /** The version that its next write is made from. */
  readonly parent: number;
  /** The version that it saw last, and who was on his way then. */
  readonly sight: number;
  readonly waitsFor: number;
}

interface World {
  /** Every version's set of writers, oldest first; the first one is empty. */
  readonly versions: readonly number[];
  /** Whose entries lie on boards. */
  readonly boards: number;
  readonly writers: readonly Writer[];
}

/** The system of that many writers. */
export function interleavings(count: number, verification: Verification): Steps<World> {
  const first = verification === "boards" ? "contribute" : "read";
  const all = 2 ** count - 1;
  const takes = stepTakers[verification];
  return {
    first: {
      versions: [0],
      boards: 0,
      writers: Array.from({ length: count }, (_, index) => ({
        phase: first,
        known: 1 << index,
        parent: 0,
        sight: 0,
        waitsFor: 0,
      })),
    },
    key: ({ versions, boards, writers }) =>
      JSON.stringify([
        // What a log reader's verdict depends on: all that was ever written, and what stands.
        versions.reduce((all, set) => all | set, 0),
        versions.at(-1),
        boards,
        writers.map(({ phase, known, sight, waitsFor }) => [
          phase,
          known,
          phase === "look" && sight === versions.length - 1,
          waitsFor,
        ]),
      ]),
    next: (world) =>
      world.writers.flatMap((writer, index) => {
        if (writer.phase === "done" || mustWait(world, writer)) return [];
        return [takes(world, writer, index)];
      }),
    isBad: ({ versions }) => versions.at(-1) !== all,
  };
}

type StepTaker = (world: World, writer: Writer, index: number) => World;

const stepTakers: Readonly<Record<Verification, StepTaker>> = {
  log: (world, writer, index) => {
    if (writer.phase === "read") return put(world, index, read(world, writer));
    const versions = [...world.versions, writer.known];
    const verdict = assessLog(logOf(versions), true, {
      lane: "pull-request",
      head: testHead,
      writeId: String(versions.length - 1),
      parentId: writer.parent === 0 ? undefined : String(writer.parent),
      roster: rosterOf(writer.known),
    });
    const known = verdict.kind === "lacking" ? setOf(verdict.roster) : writer.known;
    const phase = verdict.kind === "complete" ? "done" : "write";
    const parent = versions.length - 1;
    return put({ ...world, versions }, index, { ...writer, phase, known, parent });
  },
  boards: (world, writer, index) => {
    switch (writer.phase) {
      case "contribute": {
        const boards = world.boards | (1 << index);
        // From now on nobody can gather without us; those before us may still be on their way.
        return put({ ...world, boards }, index, { ...writer, phase: "read" });
      }
      case "read":
        return put(world, index, gather(world, writer));
      case "write":
        return write(world, writer, index);
      default: {
        const seen = gather(world, writer);
        const holdsAll = newest(world) === (newest(world) | seen.known);
        return put(world, index, { ...seen, phase: holdsAll ? "done" : "write" });
      }
    }
  },
  quiet: (world, writer, index) => {
    if (writer.phase === "read") return put(world, index, read(world, writer));
    if (writer.phase === "write") return write(world, writer, index);
    const version = world.versions.length - 1;
    if (version === writer.sight) return put(world, index, { ...writer, phase: "done" });
    const seen = read(world, writer);
    const holdsAll = newest(world) === seen.known;
    return put(world, index, {
      ...seen,
      phase: holdsAll ? "look" : "write",
      sight: version,
      waitsFor: onTheirWay(world, index),
    });
  },
  "read-back": (world, writer, index) => {
    if (writer.phase === "read") return put(world, index, read(world, writer));
    if (writer.phase === "write") {
      const written = write(world, writer, index);
      return put(written, index, { ...at(written, index), waitsFor: 0 });
    }
    // It knows no more than what it has just read, and itself.
    const seen = { ...read(world, writer), known: newest(world) | (1 << index) };
    const isThere = seen.known === newest(world);
    return put(world, index, { ...seen, phase: isThere ? "done" : "write" });
  },
};

function read(world: World, writer: Writer): Writer {
  const known = writer.known | newest(world);
  return { ...writer, phase: "write", known, parent: world.versions.length - 1 };
}

function gather(world: World, writer: Writer): Writer {
  return read(world, { ...writer, known: writer.known | world.boards });
}

/** Writes; then looks when all who had read before it have written. */
function write(world: World, writer: Writer, index: number): World {
  const versions = [...world.versions, writer.known];
  const sight = versions.length - 1;
  return put({ ...world, versions }, index, {
    ...writer,
    phase: "look",
    sight,
    waitsFor: onTheirWay(world, index),
  });
}

/** Who has read and not yet written: the settle delay is longer than that. */
function onTheirWay(world: World, index: number): number {
  return world.writers.reduce(
    (set, { phase }, other) => (other !== index && phase === "write" ? set | (1 << other) : set),
    0,
  );
}

/** True while somebody is still on his way of whom the delay takes care. */
function mustWait(world: World, { phase, waitsFor }: Writer): boolean {
  return phase === "look" && (waitsFor & onTheirWay(world, -1)) !== 0;
}

function put(world: World, index: number, writer: Writer): World {
  const writers = world.writers.map((other, at) => {
    if (at === index) return writer;
    // Once he has written he is on his way no more, even if he reads again.
    const landed = world.writers[index]?.phase === "write" && writer.phase !== "write";
    return landed ? { ...other, waitsFor: other.waitsFor & ~(1 << index) } : other;
  });
  return { ...world, writers };
}

function at(world: World, index: number): Writer {
  const writer = world.writers[index];
  if (writer === undefined) throw new RangeError(`no writer ${index}`);
  return writer;
}

function newest({ versions }: World): number {
  return versions.at(-1) ?? 0;
}

const rosters = new Map<number, Roster>();

/** The roster of a set of writers. */
function rosterOf(set: number): Roster {
  let roster = rosters.get(set);
  if (roster === undefined) {
    const entries = [0, 1, 2, 3, 4]
      .filter((writer) => (set & (1 << writer)) !== 0)
      .map((writer) => makeEntry({ task: String(writer) }));
    roster = { ...emptyRoster("pull-request", testHead), entries };
    rosters.set(set, roster);
  }
  return roster;
}

function setOf({ entries }: Roster): number {
  return entries.reduce((set, { task }) => set | (1 << Number(task)), 0);
}

/** The log of all versions, newest first. The first, empty one is no version of ours. */
function logOf(versions: readonly number[]): LogEntry[] {
  return versions
    .map((set, index): LogEntry => {
      const roster = rosterOf(set);
      const writeId = String(index);
      const parentId = undefined;
      return {
        revision: {
          kind: "state",
          roster,
          writeId,
          parentId,
          logProven: false,
          look: "",
          textIntact: true,
        },
        editedAt: serverMs(index),
      };
    })
    .slice(1)
    .reverse();
}
