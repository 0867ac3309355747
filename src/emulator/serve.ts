/** How do real programs reach the modelled GitHub? Over HTTP, on a free port of this machine only. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ConnectionDropped } from "./behaviour.js";
import type { EmulatedGitHub } from "./github.js";
import type { HttpRequest } from "./http-message.js";

/** A modelled GitHub that is being served. */
export interface ServedGitHub {
  /** `http://127.0.0.1:port`: REST is below it, GraphQL at `/graphql`. */
  readonly url: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Larger requests are refused before they are read. */
const bodyBytesMax = 64 * 1024 * 1024;

/** Serves until closed. */
export async function serveGitHub(github: EmulatedGitHub): Promise<ServedGitHub> {
  const server = createServer((incoming, outgoing) => {
    void answer(github, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(
  github: EmulatedGitHub,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const response = await github.handle(await requestOf(incoming));
    // A 204 or 304 has no body and no length.
    const length = response.body.length === 0 ? {} : { "content-length": response.body.length };
    outgoing.writeHead(response.status, { ...response.headers, ...length });
    outgoing.end(response.body);
  } catch (error) {
    if (error instanceof ConnectionDropped) {
      incoming.socket.destroy();
      return;
    }
    // A bug of the emulator's, or a violation of the contract: loud, and no answer that GitHub gives.
    outgoing.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
    outgoing.end(`emulator: ${error instanceof Error ? (error.stack ?? "") : String(error)}\n`);
  }
}

async function requestOf(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new RangeError(`request of more than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: incoming.method ?? "GET",
    url: `http://${incoming.headers.host ?? "127.0.0.1"}${incoming.url ?? "/"}`,
    headers,
    body: Buffer.concat(chunks),
  };
}
