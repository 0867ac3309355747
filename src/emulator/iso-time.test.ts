import { expect, test } from "vitest";
import { Prng } from "../base/prng.js";
import { httpTime, isoTime, parseIsoTime } from "./iso-time.js";

test("moments are written as the platform's own Date writes them", () => {
  const prng = Prng.fromSeed("iso-time");
  const edges = [
    "1970-01-01",
    "2000-02-29",
    "2024-02-29",
    "2024-12-31",
    "2100-02-28",
    "2100-03-01",
  ];
  const moments = edges.map((day) => Date.parse(day) + 86_399_999);
  for (let count = 0; count < 2_000; count += 1) {
    moments.push(Math.floor(prng.unit() * Date.parse("2150-01-01")));
  }
  for (const ms of moments) {
    const date = new Date(ms);
    expect(isoTime(ms)).toBe(date.toISOString().replace(/\.\d{3}Z$/, "Z"));
    expect(httpTime(ms)).toBe(date.toUTCString());
    expect(parseIsoTime(isoTime(ms))).toBe(Math.floor(ms / 1000) * 1000);
  }
});

test("what is no moment is refused", () => {
  for (const text of [
    "",
    "yesterday",
    "2024-13-01",
    "2023-02-29T00:00:00Z",
    "2024-01-01T00:00:00",
  ]) {
    expect(parseIsoTime(text)).toBeUndefined();
  }
  expect(parseIsoTime("2024-02-29")).toBe(Date.parse("2024-02-29"));
});
