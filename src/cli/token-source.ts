/** Where is the API token read from, and read again when it has expired? */
import type { ReadText } from "../adapters/node/files.js";
import { type Result, bad, ok } from "../base/result.js";
import type { TokenSource } from "../ports/token.js";
import type { ConsoleLog } from "./console-log.js";
import { noToken } from "./settings-missing.js";
import { problemLine } from "./settings-problem.js";
import type { Settings } from "./settings.js";

const tokenBytesMax = 64 * 1024;

/** Opens the source that the settings name: `--token-file`, else the environment's token. */
export async function openToken(
  settings: Pick<Settings, "token" | "tokenFile">,
  readText: ReadText,
  log: ConsoleLog,
): Promise<Result<TokenSource, string>> {
  const { token, tokenFile } = settings;
  if (tokenFile === undefined) {
    return token === undefined ? bad(problemLine(noToken)) : ok(fixedToken(token));
  }
  const source = new FileToken(tokenFile, readText, log);
  const problem = await source.read();
  return problem === undefined ? ok(source) : bad(problem);
}

function fixedToken(token: string): TokenSource {
  return { current: () => token, renew: async () => await Promise.resolve(false) };
}

/** A file that something else keeps fresh. */
class FileToken implements TokenSource {
  readonly #path: string;
  readonly #readText: ReadText;
  readonly #log: ConsoleLog;
  #token = "";

  constructor(path: string, readText: ReadText, log: ConsoleLog) {
    this.#path = path;
    this.#readText = readText;
    this.#log = log;
  }

  current(): string {
    return this.#token;
  }

  async renew(): Promise<boolean> {
    const before = this.#token;
    return (await this.read()) === undefined && this.#token !== before;
  }

  /** Reads the file; returns the problem, if any. */
  async read(): Promise<string | undefined> {
    const text = await this.#readText(this.#path, tokenBytesMax);
    const token = text.ok ? text.value.trim() : "";
    if (token === "") {
      const found = text.ok ? "an empty file" : text.problem.words;
      return `the token (--token-file): expected a file with the token, found ${found}; write the token into it`;
    }
    this.#log.addSecret(token);
    this.#token = token;
    return undefined;
  }
}
