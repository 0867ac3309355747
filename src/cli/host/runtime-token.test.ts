import { expect, test } from "vitest";
import { parseRuntimeToken } from "./runtime-token.js";

function tokenOf(claims: unknown): string {
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${encode({ alg: "RS256" })}.${encode(claims)}.c2lnbmF0dXJl`;
}

const run = "ce7f54c7-61c7-4aae-887f-30da475f5f1a";
const job = "ca395085-040a-526b-2ce8-bdc85f692774";

test("the ids are in the scope of the results service", () => {
  const scp = `Actions.GenericRead:0000 Actions.Results:${run}:${job} Actions.UploadArtifacts:0`;
  expect(parseRuntimeToken(tokenOf({ scp }))).toEqual({ ok: true, value: { run, job } });
});

test.each([
  ["", "a token that is no JWT"],
  ["ghs_abcdefghijklmnop", "a token that is no JWT"],
  ["a.b.c", "a JWT without a readable scp claim"],
  ["a.%%.c", "a JWT without a readable scp claim"],
  [tokenOf([]), "a JWT without a readable scp claim"],
  [tokenOf({ scp: 5 }), "a JWT without a readable scp claim"],
  [tokenOf({ scp: "" }), "a JWT without the scope Actions.Results"],
  [tokenOf({ scp: `Actions.Results:${run}` }), "a JWT without the scope Actions.Results"],
  [tokenOf({ scp: `Actions.Results:${run}:${job}:x` }), "a JWT without the scope Actions.Results"],
  [tokenOf({ scp: "Actions.Results:a/../b:c" }), "a JWT without the scope Actions.Results"],
  [`a.${"b".repeat(20_000)}.c`, "a token of 20004 characters"],
])("a token without ids is told without showing it (%#)", (token, problem) => {
  expect(parseRuntimeToken(token)).toEqual({ ok: false, problem });
});
