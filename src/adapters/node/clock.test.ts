import { describe, expect, test } from "vitest";
import { CancellationSource, NodeClock } from "./clock.js";

describe("NodeClock", () => {
  test("sleeps about as long as it is told and says that nobody woke it", async () => {
    const clock = new NodeClock();
    const before = clock.monotonicMs();
    expect(await clock.sleep(20)).toBe(true);
    expect(clock.monotonicMs() - before).toBeGreaterThanOrEqual(19);
  });

  test("a cancellation ends a sleep early", async () => {
    const clock = new NodeClock();
    const source = new CancellationSource();
    const before = clock.monotonicMs();
    const sleeping = clock.sleep(60_000, source);
    source.cancel();
    expect(await sleeping).toBe(false);
    expect(await clock.sleep(60_000, source)).toBe(false);
    expect(clock.monotonicMs() - before).toBeLessThan(5_000);
  });

  test("a delay longer than a timer can take does not fire at once", async () => {
    const source = new CancellationSource();
    const sleeping = new NodeClock().sleep(2 ** 40, source);
    const first = await Promise.race([sleeping, new NodeClock().sleep(30).then(() => "still")]);
    source.cancel();
    expect(first).toBe("still");
    expect(await sleeping).toBe(false);
  });

  test.each([0, -5, Number.NaN])("a delay of %s is none", async (delayMs) => {
    expect(await new NodeClock({ holdsProcess: true }).sleep(delayMs)).toBe(true);
  });

  test("the wall clock is the machine's", () => {
    expect(Math.abs(new NodeClock().wallMs() - Date.now())).toBeLessThan(1_000);
  });
});

describe("CancellationSource", () => {
  test("calls back once, at once when it is late, and never after a withdrawal", () => {
    const source = new CancellationSource();
    const calls: string[] = [];
    source.onCancel(() => calls.push("first"));
    source.onCancel(() => calls.push("withdrawn"))();
    source.cancel();
    source.cancel();
    source.onCancel(() => calls.push("late"));
    expect(calls).toEqual(["first", "late"]);
    expect(source.cancelled).toBe(true);
  });
});
