import { describe, expect, it } from "vitest";
import { blockChars } from "../codec/state-block.js";
import { makeEntry } from "../testing/make-entry.js";
import { typicalRoster } from "../testing/typical-roster.js";
import * as limits from "./limits.js";
import { emptyRoster } from "./roster.js";

describe("limits", () => {
  it("are positive safe integers", () => {
    for (const [name, limit] of Object.entries(limits)) {
      expect([name, Number.isSafeInteger(limit) && limit > 0]).toEqual([name, true]);
    }
  });

  it("leave room for a visible part beside the block of 1,000 tasks with random links", () => {
    const block = blockChars(typicalRoster(1_000, { invocationLinks: true }));
    expect(limits.commentCharsMax - block).toBeGreaterThan(20_000);
  });

  it("let an entry of ordinary lists fit a comment", () => {
    const command = { command: noise(limits.commandCharsMax) };
    const snippet = {
      label: noise(limits.nameCharsMax),
      bucket: "test" as const,
      text: noise(limits.snippetCharsMax),
    };
    const entry = makeEntry({
      task: noise(limits.nameCharsMax),
      leg: noise(limits.legCharsMax),
      result: noise(limits.resultCharsMax),
      jobUrl: `https://x/${noise(limits.urlCharsMax - 10)}`,
      reproduce: [command],
      snippets: Array.from({ length: limits.shownMax }, () => snippet),
    });
    const roster = { ...emptyRoster("pull-request", noise(limits.idCharsMax)), entries: [entry] };
    expect(blockChars(roster)).toBeLessThan(limits.commentCharsMax / 2);
  });

  it("let a digest of any roster that fits a comment fit a board item and an input", () => {
    // A comment holds at most 48 KiB of brotli; nothing of ours repeats more than 1:100.
    expect((limits.commentCharsMax / 4) * 3 * 100).toBeLessThan(limits.stateBytesMax);
    expect(limits.stateBytesMax).toBeLessThanOrEqual(limits.payloadBytesMax);
    expect(limits.payloadBytesMax).toBeLessThan(limits.inputBytesMax);
  });

  it("show no more than is kept", () => {
    expect(limits.shownMax).toBeLessThanOrEqual(limits.itemsPerEntryMax);
    expect(limits.runsMax).toBeLessThanOrEqual(limits.entriesMax);
  });
});

/** Text that no compressor shortens much, always the same. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join("");
}
