/** Does the hostile demo notice an effect, or would it call everything fine? */
import { afterEach, beforeEach, expect, test } from "vitest";
import { NodeClock } from "../adapters/node/clock.js";
import { encodeBody } from "../codec/state-block.js";
import { emptyRoster } from "../model/roster.js";
import { forgedBody, forgedEntries } from "./demo/forgeries.js";
import { Hostility, hostilePlan } from "./demo/hostility.js";
import { hostileTask } from "./demo/hostile-texts.js";
import { demoPlan } from "./demo/plan.js";
import { DemoWorld, demoHead, demoLogin } from "./demo/world.js";

const clock = new NodeClock();
const plan = hostilePlan(demoPlan);

let world: DemoWorld;
let hostility: Hostility;
beforeEach(async () => {
  const time = {
    nowMs: () => clock.wallMs(),
    wait: async (delayMs: number) => {
      await clock.sleep(delayMs);
    },
  };
  const faults = { noBoard: false, noEditLog: false };
  world = await DemoWorld.open(plan, time, faults);
  hostility = new Hostility(world, plan, clock, faults);
});
afterEach(async () => {
  await world.served.close();
});

/** What was achieved, in the words of the demo. */
function harms(): readonly string[] {
  return hostility.attempts
    .map(({ cameOf }) => cameOf())
    .filter(({ isHarm }) => isHarm)
    .map(({ words }) => words);
}

/** What is told in any case where nothing has been played: nobody has edited, no sync has run. */
const unplayed = [
  "only 1 were posted",
  "there was no comment to edit",
  "there was no comment to edit",
  "sync ended with null",
];

test("what was not even tried counts as no success of ours", () => {
  expect(harms()).toEqual(unplayed);
});

test("a stranger's comment that was changed is told", () => {
  const [forged] = world.github.commentsOf(world.pull);
  world.github.editCommentAs(demoLogin, forged?.id ?? "", "mended");
  expect(harms()).toContain("one of them was touched");
});

test("rows that somebody forged are told", () => {
  world.github.addCommentAs(demoLogin, world.pull, forgedBody(plan, clock.wallMs()));
  expect(harms()).toContain("one leads there");
});

test("rows of a fork's run of the same commit are told", () => {
  const [ci] = plan;
  const entries = forgedEntries({ ...ci!, runId: "9000000901" }, 0);
  const roster = { ...emptyRoster("pull-request", demoHead), entries };
  const block = { roster, look: "", writeId: "a", parentId: undefined, logProven: false };
  world.github.addCommentAs(demoLogin, world.pull, encodeBody({ visible: "x", ...block }));
  expect(harms()).toContain("its rows are shown");
});

test("a board that was looked at is told", async () => {
  const url = `${world.served.url}/repos/octo-org/widgets/actions/runs/9000000901/artifacts`;
  await fetch(url);
  expect(harms()).toContain("its board was looked at 1 times");
});

test.each([
  hostileTask.expected.result,
  "x\n\n@octocat",
  "[a](javascript:alert(1))",
  "<!-- rollcall:a --><!-- rollcall:b --><!-- rollcall:c -->",
])("a comment in which a task's text acts is told: %s", (body) => {
  world.github.addCommentAs(demoLogin, world.pull, body);
  expect(harms().join("\n")).toMatch(/active in our comment: /);
});
