import { expect, test } from "vitest";
import { type Invariant, violationsOf } from "./checkers.js";
import { judgeSeed } from "./judge.js";
import { type Played, playSeed } from "./schedule.js";
import type { CommentAtRest } from "./stage/scene.js";

/** A seed in which nothing goes wrong, and several tasks speak. */
const calmSeed = "12/1";

/** What the checkers say once somebody has broken the end of a good schedule. */
async function invariantsAfter(sabotage: (played: Played) => Played): Promise<Invariant[]> {
  const played = sabotage(await playSeed(calmSeed));
  return [...new Set(violationsOf(played).map(({ invariant }) => invariant))];
}

/** The schedule with other comments at its end. */
function withComments(
  played: Played,
  change: (comments: readonly CommentAtRest[]) => readonly CommentAtRest[],
): Played {
  return { ...played, rest: { ...played.rest, comments: change(played.rest.comments) } };
}

test("a good schedule violates nothing", async () => {
  expect(await invariantsAfter((played) => played)).toEqual([]);
});

test("a comment that is gone is seen", async () => {
  const found = await invariantsAfter((played) =>
    withComments(played, (comments) =>
      comments.map((comment) => ({ ...comment, body: undefined })),
    ),
  );
  expect(found).toEqual(["one comment", "claims stand"]);
});

test("rows of tasks that are none any more are seen", async () => {
  const found = await invariantsAfter((played) => ({ ...played, ends: played.ends.slice(0, 1) }));
  expect(found).toEqual(["nothing stale"]);
});

/** So many worlds are enough to meet a broken protocol's weakness. */
const seedsMax = 100;

/** The first seed in which a protocol breaks the promise. */
async function firstSeed(protocol: string, invariant: Invariant): Promise<string | undefined> {
  for (let seed = 0; seed < seedsMax; seed += 1) {
    const { violations } = await judgeSeed(String(seed), { protocol });
    if (violations.some((violation) => violation.invariant === invariant)) return String(seed);
  }
  return undefined;
}

test.each<[string, Invariant]>([
  ["broken-readback", "claims stand"],
  ["broken-claim", "claims stand"],
  ["broken-head", "nothing stale"],
  ["broken-create", "one comment"],
  ["broken-stranger", "strangers untouched"],
  ["broken-delay", "never held up"],
  ["broken-crash", "no crash"],
  ["sticky", "claims stand"],
  ["sticky", "one comment"],
])("%s breaks: %s", async (protocol, invariant) => {
  const seed = await firstSeed(protocol, invariant);
  expect(seed).toBeDefined();
  // The same world does not break the production code.
  expect((await judgeSeed(seed ?? "")).violations).toEqual([]);
});
