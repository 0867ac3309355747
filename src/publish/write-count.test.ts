import { expect, test } from "vitest";
import { WriteCount } from "./write-count.js";

const hourMs = 3_600_000;

test("edits that several answers show count once, and ours are among them", () => {
  const count = new WriteCount();
  count.noteOwn(10_200);
  count.noteOwn(12_000);
  count.noteLogged([10_000, 10_000, 11_000]);
  count.noteLogged([12_000, 11_000, 10_000]);
  expect(count.known(13_000)).toEqual({ lastMinute: 4, lastHour: 4 });
});

test("where there is no log our own count, each by itself", () => {
  const count = new WriteCount();
  for (const atMs of [1_000, 1_100, 1_900]) count.noteOwn(atMs);
  count.noteLogged([1_000]);
  expect(count.known(2_000)).toEqual({ lastMinute: 3, lastHour: 3 });
});

test("a minute and an hour later they count no more", () => {
  const count = new WriteCount();
  count.noteOwn(5_000);
  expect(count.known(64_999)).toEqual({ lastMinute: 1, lastHour: 1 });
  expect(count.known(65_000)).toEqual({ lastMinute: 0, lastHour: 1 });
  expect(count.known(5_000 + hourMs)).toEqual({ lastMinute: 0, lastHour: 0 });
});
