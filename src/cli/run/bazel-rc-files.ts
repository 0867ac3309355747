/**
 * Which rc files does Bazel read for a command?
 *
 * As Bazel's client does: the system's, the workspace's, the user's, then those that `--bazelrc` names; each
 * with what it imports. Files that are not there say nothing.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { ReadText } from "../../adapters/node/files.js";
import { booleanOption, optionValues } from "../../ingest/bazel-option-list.js";
import { type RcFile, type RcLine, rcLines } from "../../ingest/bazel-rc.js";

/** What is needed to find them. */
export interface RcFilesOptions {
  readonly startupOptions: readonly string[];
  /** Where the command runs. */
  readonly directory: string;
  /** The user's home; undefined without one. */
  readonly home: string | undefined;
  readonly readText: ReadText;
  /** The system's file, elsewhere in tests. */
  readonly systemFile?: string;
}

const workspaceMarks = ["MODULE.bazel", "REPO.bazel", "WORKSPACE.bazel", "WORKSPACE"] as const;
const rcBytesMax = 1024 * 1024;
const importDepthMax = 10;
const filesMax = 100;

/** The workspace's root: the nearest folder upwards that is marked as one; undefined outside of any. */
export function workspaceOf(directory: string): string | undefined {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (workspaceMarks.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Their contents, in the order in which they count: the last one wins. */
export async function readRcFiles(options: RcFilesOptions): Promise<readonly RcFile[]> {
  const { startupOptions, directory, home, readText } = options;
  if (booleanOption(startupOptions, "ignore_all_rc_files") === true) return [];
  const workspace = workspaceOf(directory);
  const paths: string[] = [];
  const wanted = (name: string): boolean => booleanOption(startupOptions, name) !== false;
  if (wanted("system_rc")) paths.push(options.systemFile ?? "/etc/bazel.bazelrc");
  if (wanted("workspace_rc") && workspace !== undefined) paths.push(join(workspace, ".bazelrc"));
  if (wanted("home_rc") && home !== undefined) paths.push(join(home, ".bazelrc"));
  for (const path of optionValues(startupOptions, "--bazelrc")) {
    // Bazel itself takes this for "no further ones".
    if (path === "/dev/null") break;
    paths.push(resolve(directory, path));
  }
  const reader = new RcReader(workspace ?? directory, readText);
  const files: RcFile[] = [];
  for (const path of [...new Set(paths)]) files.push({ lines: await reader.read(path, 0) });
  return files;
}

/** Reads files and puts what they import in place of the import. */
class RcReader {
  readonly #workspace: string;
  readonly #readText: ReadText;
  #fileCount = 0;

  constructor(workspace: string, readText: ReadText) {
    this.#workspace = workspace;
    this.#readText = readText;
  }

  async read(path: string, depth: number): Promise<readonly RcLine[]> {
    this.#fileCount += 1;
    if (depth > importDepthMax || this.#fileCount > filesMax) return [];
    if (!isRegularFile(path)) return [];
    const text = await this.#readText(path, rcBytesMax);
    if (!text.ok) return [];
    const lines: RcLine[] = [];
    for (const line of rcLines(text.value)) {
      const [word, imported] = line;
      if ((word === "import" || word === "try-import") && imported !== undefined) {
        lines.push(...(await this.read(this.#pathOf(imported, path), depth + 1)));
      } else {
        lines.push(line);
      }
    }
    return lines;
  }

  #pathOf(imported: string, from: string): string {
    const path = imported.replace(/^%workspace%/, this.#workspace);
    return isAbsolute(path) ? path : resolve(dirname(from), path);
  }
}

/** The command waits for us: a pipe would have to be waited for, and Bazel would find it empty. */
function isRegularFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
