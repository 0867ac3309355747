import { describe, expect, test } from "vitest";
import { maskTokenShapes } from "./mask-shapes.js";
import { maskSecrets } from "./mask.js";

/** Put together, so that no scanner of repositories takes this file for a leak. */
const a = (count: number): string => "aB3".repeat(count).slice(0, count);
const pem = (body: string): string =>
  `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`;

describe("what looks like a secret", () => {
  test.each([
    ["a classic token", `ghp_${a(36)}`, "***"],
    ["an OAuth token", `x gho_${a(36)} y`, "x *** y"],
    ["a job's token", `ghs_${a(36)}`, "***"],
    ["a user's token of an app", `ghu_${a(36)}`, "***"],
    ["a refresh token", `ghr_${a(76)}`, "***"],
    ["a fine-grained token", `github_pat_${a(82)}`, "***"],
    ["a JWT", `eyJ${a(20)}.eyJ${a(40)}.${a(43)}!`, "***!"],
    ["an AWS key", `id=AKIA${"A1B2".repeat(4)};`, "id=***;"],
    ["an npm token", `//r.example/:_authToken=npm_${a(36)}`, "//r.example/:_authToken=***"],
    ["a Slack token", `xoxb-12345678901-${a(24)}`, "***"],
    ["a private key", `key:\n${pem(`${a(60)}\n${a(60)}`)}\nend`, "key:\n***\nend"],
    ["a private key that is cut", pem(a(60)).slice(0, 70), "***"],
    ["a header", `> Authorization: Basic ${a(20)}==`, "> Authorization: Basic ***"],
    ["a header in JSON", `{"authorization":"token ${a(20)}"}`, `{"authorization":"token ***"}`],
    [
      "curl's own words",
      `curl -H 'Authorization: Bearer ${a(20)}' x`,
      "curl -H 'Authorization: Bearer ***' x",
    ],
    [
      "a password in an address",
      "git clone https://me:pa55@git.example/x",
      "git clone https://***@git.example/x",
    ],
    ["a token in an address", `https://${a(30)}@git.example/x`, "https://***@git.example/x"],
  ])("%s", (_what, text, masked) => {
    expect(maskTokenShapes(text)).toBe(masked);
  });

  test.each([
    "bazel test //pkg:flag_parser_test --test_output=errors",
    "npm_config_registry and npm_package_version",
    "git@github.com:octo/demo.git, ssh://git@host/x, mail me@example.org",
    "https://github.com/octo/demo/actions/runs/9000000101/job/42?pr=7#step:3:1",
    "authorization: none",
    "-----BEGIN CERTIFICATE-----",
    `sha256:${"0a1b".repeat(16)}`,
  ])("leaves alone: %s", (text) => {
    expect(maskTokenShapes(text)).toBe(text);
  });

  test("in time that grows with the text alone", () => {
    const texts = [
      "https://",
      "eyJa.",
      "authorization:",
      "-----BEGIN ",
      "gh",
      "a.",
      "postgres://x:",
    ];
    for (const piece of texts) {
      const startMs = performance.now();
      maskTokenShapes(piece.repeat(20_000));
      expect(performance.now() - startMs).toBeLessThan(2_000);
    }
  });
});

describe("a known secret", () => {
  const secret = "p@ss/w0rd+1 ü";

  test.each([
    ["as it is", `x${secret}y`],
    ["in an address", `https://h.example/?k=${encodeURIComponent(secret)}`],
    ["in JSON", JSON.stringify({ k: `${secret}"` })],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64 behind a user", Buffer.from(`x-access-token:${secret}`).toString("base64")],
    ["in base64 between others", Buffer.from(`ab${secret}cd`).toString("base64url")],
    ["cut at the end", `see ${secret.slice(0, 8)}`],
  ])("is masked %s", (_how, text) => {
    const masked = maskSecrets(text, [secret]);
    expect(masked).toContain("***");
    for (let at = 0; at + 8 <= secret.length; at += 1) {
      expect(masked).not.toContain(secret.slice(at, at + 8));
    }
  });

  test("of several lines is masked line by line", () => {
    const key = "first-line-of-it\nsecond-line-of-it\r\n  third-line-of-it\nshort";
    expect(maskSecrets("a second-line-of-it b\n  third-line-of-it", [key])).toBe("a *** b\n  ***");
    expect(maskSecrets("short", [key])).toBe("short");
  });

  test("of a few characters is none", () => {
    expect(maskSecrets("yes or no", ["no"])).toBe("yes or no");
  });
});
