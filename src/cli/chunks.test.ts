/** Does a command load only what it needs? Sizes are of the bundle's text (tools/chunks.mjs). */
import { readFileSync } from "node:fs";
import { expect, inject, test } from "vitest";

const text = readFileSync(inject("programPath"), "latin1");
const chunks = new Map(
  [...text.matchAll(/\n\/\* chunk \.\/(\S+)\n([^]*?)\*\//g)].map(([, name = "", code = ""]) => [
    name,
    code,
  ]),
);

/** The chunks that these load before they do anything. */
function loadedWith(names: readonly string[]): ReadonlySet<string> {
  const loaded = new Set<string>();
  const visit = (name: string): void => {
    if (loaded.has(name)) return;
    loaded.add(name);
    const code = chunks.get(name);
    expect(code, name).toBeDefined();
    // What is loaded only later stands behind a promise.
    const atOnce = (code ?? "").replace(/then\(\(\)=>(?:[\w$]+\()?require\("[^"]+"\)/g, "");
    for (const [, next = ""] of atOnce.matchAll(/require\("\.\/([^"]+)"\)/g)) visit(next);
  };
  for (const name of names) visit(name);
  return loaded;
}

test("report, run and sync are 400 KB together, without files of results and settings", () => {
  const head = text.slice(0, text.indexOf("\n/* chunk "));
  const commands = ["start", "report", "run", "task-options-2", "run-publishing", "sync"];
  const loaded = [...loadedWith(commands)];
  const characters = loaded.reduce((sum, name) => sum + (chunks.get(name)?.length ?? 0), 0);
  expect(head.length + characters).toBeLessThanOrEqual(400_000);
  expect(head.length).toBeLessThanOrEqual(5_000);
  for (const rare of ["demo", "yaml", "sax", "tinyglobby", "doctor"]) {
    expect(chunks.has(rare), rare).toBe(true);
    expect(loaded).not.toContain(rare);
  }
});

test("one character takes one byte in memory", () => {
  expect(/[^\0-\x7f]/.exec(text)?.[0]).toBeUndefined();
});
