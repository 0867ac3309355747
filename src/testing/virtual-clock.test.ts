import { expect, test } from "vitest";
import { VirtualClock } from "./virtual-clock.js";

test("waits end in order of time, then of asking, each with all that follows from it", async () => {
  const clock = new VirtualClock(0);
  const seen: string[] = [];
  const wait = async (name: string, delayMs: number): Promise<void> => {
    await clock.wait(delayMs);
    seen.push(`${name} ${String(clock.nowMs())}`);
  };
  void wait("late", 20);
  void wait("a", 10);
  void wait("b", 10);
  void wait("again", 5).then(() => wait("nested", 5));
  await clock.advance(10);
  expect(seen).toEqual(["again 5", "a 10", "b 10", "nested 10"]);
  expect(clock.waiting).toBe(1);
  expect(clock.nextDueMs).toBe(20);
  await clock.advance(9);
  expect(clock.nowMs()).toBe(19);
  expect(await clock.drain(100)).toBe(true);
  expect(clock.nowMs()).toBe(20);
  expect(seen.at(-1)).toBe("late 20");
});

test("a drain gives up at its end", async () => {
  const clock = new VirtualClock(0);
  void clock.wait(50);
  expect(await clock.drain(49)).toBe(false);
  expect(clock.waiting).toBe(1);
});

test("work is run to its end, through waits that no sum of differences would hit exactly", async () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 15) + 0.3);
  const work = async (): Promise<string> => {
    for (const delayMs of [0.1, 1 / 3, 1e-4]) await clock.wait(delayMs);
    return "done";
  };
  expect(await clock.run(work())).toBe("done");
  expect(clock.waiting).toBe(0);
});

test("work that waits for nothing that will come is told apart", async () => {
  const never = new Promise<void>(() => undefined);
  await expect(new VirtualClock(0).run(never)).rejects.toThrow("will not come");
});
