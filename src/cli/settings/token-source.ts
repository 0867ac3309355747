/** Where is the API token read from, and read again when it has expired? */
import { type Result, bad, ok } from "../../base/result.js";
import type { TokenSource } from "../../ports/token.js";
import type { ConsoleLog } from "../log/console-log.js";
import type { Host } from "../host/host.js";
import { noToken } from "./missing.js";
import { problemLine } from "../input/problem.js";
import type { Settings } from "./settings.js";

const tokenBytesMax = 64 * 1024;
/** What makes a token may have to ask a server for it. */
const commandTimeoutMs = 10_000;

/** Opens the source that the settings name: a file, else a command, else the environment's token. */
export async function openToken(
  settings: Pick<Settings, "token" | "tokenFile" | "tokenCommand">,
  host: Pick<Host, "readText" | "outputOf">,
  log: ConsoleLog,
): Promise<Result<TokenSource, string>> {
  const { token, tokenFile, tokenCommand } = settings;
  if (tokenFile !== undefined) {
    return await renewable(async () => await fromFile(host, tokenFile), log);
  }
  if (tokenCommand !== undefined) {
    return await renewable(async () => await fromCommand(host, tokenCommand), log);
  }
  return token === undefined ? bad(problemLine(noToken)) : ok(fixedToken(token));
}

function fixedToken(token: string): TokenSource {
  return { current: () => token, renew: async () => await Promise.resolve(false) };
}

type ReadToken = () => Promise<Result<string, string>>;

/** A source that something else keeps fresh. */
async function renewable(read: ReadToken, log: ConsoleLog): Promise<Result<TokenSource, string>> {
  const first = await read();
  if (!first.ok) return first;
  let token = first.value;
  log.addSecret(token);
  const renew = async (): Promise<boolean> => {
    const next = await read();
    if (!next.ok) {
      log.write("info", next.problem);
      return false;
    }
    log.addSecret(next.value);
    const isNew = next.value !== token;
    token = next.value;
    return isNew;
  };
  return ok({ current: () => token, renew });
}

async function fromFile(
  { readText }: Pick<Host, "readText">,
  path: string,
): Promise<Result<string, string>> {
  const text = await readText(path, tokenBytesMax);
  const token = text.ok ? text.value.trim() : "";
  if (token !== "") return ok(token);
  const found = text.ok ? "an empty file" : text.problem.words;
  return bad(
    `the token (--token-file): expected a file with the token, found ${found}; write the token into it`,
  );
}

/** What the command prints besides goes nowhere: it may quote secrets. */
async function fromCommand(
  { outputOf }: Pick<Host, "outputOf">,
  command: string,
): Promise<Result<string, string>> {
  const output = await outputOf(command, { bytesMax: tokenBytesMax, timeoutMs: commandTimeoutMs });
  const token = output.ok ? output.value.trim() : "";
  if (/^\S+$/.test(token)) return ok(token);
  const other = token === "" ? "no output" : "more than one word";
  const found = output.ok ? other : output.problem;
  return bad(
    `the token (--token-command): expected a command that prints the token alone, found ${found}; try it in a shell`,
  );
}
