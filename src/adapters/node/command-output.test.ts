import { expect, test } from "vitest";
import { outputOf } from "./command-output.js";

const limits = { bytesMax: 1_000, timeoutMs: 10_000 };
const node = `"${process.execPath}" -e`;

test.each([
  [`${node} "console.log(7)"`, { ok: true, value: "7\n" }],
  [`${node} "console.error(7); process.exit(3)"`, { ok: false, problem: "exit code 3" }],
  [
    `${node} "console.log('x'.repeat(5000))"`,
    { ok: false, problem: "too much output, or no shell" },
  ],
])("%s", async (command, expected) => {
  expect(await outputOf(command, limits)).toEqual(expected);
});

test("a command that does not end is ended", async () => {
  const forever = `${node} "setInterval(() => {}, 1000)"`;
  const ended = await outputOf(forever, { ...limits, timeoutMs: 100 });
  expect(ended).toEqual({ ok: false, problem: "no end within 100 ms" });
});
