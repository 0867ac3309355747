import { expect, test } from "vitest";
import { type Invariant, violationsOf } from "./checkers.js";
import { type Played, playSeed } from "./schedule.js";

/** A seed in which nothing goes wrong, and several tasks speak. */
const calmSeed = "12";

/** What the checkers say once somebody has broken the end of a good schedule. */
async function invariantsAfter(sabotage: (played: Played) => Played): Promise<Invariant[]> {
  const played = sabotage(await playSeed(calmSeed));
  return [...new Set(violationsOf(played).map(({ invariant }) => invariant))];
}

/** The one comment of a schedule. */
function commentOf({ github, endMs }: Played): ReturnType<typeof github.oursAt>[number] {
  const [comment] = github.oursAt(endMs);
  if (comment === undefined) throw new Error("the calm seed has no comment");
  return comment;
}

test("a good schedule violates nothing", async () => {
  expect(await invariantsAfter((played) => played)).toEqual([]);
});

test("a second comment is seen", async () => {
  const found = await invariantsAfter((played) => {
    played.github.create(commentOf(played).versions.at(-1)?.body ?? "", true);
    return played;
  });
  expect(found).toContain("one comment");
});

test("a comment that is gone is seen", async () => {
  const found = await invariantsAfter((played) => {
    played.github.remove(commentOf(played).number);
    return played;
  });
  expect(found).toEqual(["one comment", "claims stand"]);
});

test("an older version on top is seen", async () => {
  const found = await invariantsAfter((played) => {
    const comment = commentOf(played);
    played.github.update(comment.number, comment.versions[0]?.body ?? "", true);
    return played;
  });
  expect(found).toEqual(["claims stand"]);
});

test("rows of tasks that are none any more are seen", async () => {
  const found = await invariantsAfter((played) => ({ ...played, ends: played.ends.slice(0, 1) }));
  expect(found).toEqual(["nothing stale"]);
});

test("a stranger's comment that was touched is seen", async () => {
  const found = await invariantsAfter((played) => {
    const { number } = played.github.create("hello", false);
    played.github.update(number, "bye", true);
    return played;
  });
  expect(found).toEqual(["strangers untouched"]);
});

test("a task that was held up is seen", async () => {
  const found = await invariantsAfter((played) => ({
    ...played,
    ends: played.ends.map((end) => ({ ...end, heldMs: 20_000 })),
  }));
  expect(found).toEqual(["never held up"]);
});
