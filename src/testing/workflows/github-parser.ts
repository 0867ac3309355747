/**
 * What does GitHub say to a workflow or an action? The parser of its own language service.
 *
 * It imports JSON in a way that Node does not know, so it is bundled first.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as parser from "@actions/workflow-parser";
import type * as actionParser from "@actions/workflow-parser/actions/index";
import { build } from "esbuild";

/** What is wrong with a file's text; empty if nothing is. */
export interface GitHubParser {
  readonly workflowProblems: (content: string) => Promise<readonly string[]>;
  readonly actionProblems: (content: string) => readonly string[];
}

/** Loads the parser. */
export async function loadGitHubParser(): Promise<GitHubParser> {
  const library = await loadLibrary();
  const trace = new library.NoOperationTraceWriter();
  return {
    async workflowProblems(content) {
      const { context, value } = library.parseWorkflow({ name: "it.yml", content }, trace);
      if (value !== undefined) await library.convertWorkflowTemplate(context, value);
      return context.errors.getErrors().map(({ message }) => message);
    },
    actionProblems(content) {
      const { context } = library.parseAction({ name: "action.yml", content }, trace);
      return context.errors.getErrors().map(({ message }) => message);
    },
  };
}

async function loadLibrary(): Promise<typeof parser & typeof actionParser> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-parser-"));
  try {
    const outfile = join(folder, "parser.cjs");
    const contents = ["@actions/workflow-parser", "@actions/workflow-parser/actions/index"]
      .map((name) => `export * from "${name}";`)
      .join("\n");
    const resolveDir = import.meta.dirname;
    await build({
      stdin: { contents, resolveDir },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile,
    });
    return createRequire(import.meta.url)(outfile) as typeof parser & typeof actionParser;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
