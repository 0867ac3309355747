import { expect, test } from "vitest";
import { type Invariant, violationsOf } from "./checkers.js";
import { type Played, playSeed } from "./schedule.js";
import type { CommentAtRest } from "./scene.js";

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
