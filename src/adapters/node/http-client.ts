/**
 * How are requests sent from Node?
 *
 * Over `node:http`, not `fetch`: the first `fetch` of a process costs three times as much as its whole
 * start (docs/dependencies.md). Connections are kept alive; an answer has a limit of bytes. Node's clients
 * are loaded with the first request: they would delay the command of `rollcall run`.
 */
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { RollcallError } from "../../model/errors.js";
import type { HttpAnswer, HttpClient, HttpRequest } from "../../ports/http.js";

/** No answer that we ask for is larger. */
const answerBytesMax = 64 * 1024 * 1024;

/** Sends requests through Node's own clients. */
export class NodeHttpClient implements HttpClient {
  #http: Promise<Protocol> | undefined;
  #https: Promise<Protocol> | undefined;

  /** Sends one request and reads its answer. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const url = new URL(request.url);
    const protocol = await this.#protocol(url);
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const fail = (why: string, cause?: unknown): void => {
        const message = `${request.method} ${url.origin}${url.pathname}: ${why}; check the address (--api-url) and the network`;
        reject(new RollcallError("unreachable", message, { cause }));
      };
      const outgoing = open(url, request, protocol);
      const timer = setTimeout(() => {
        fail(`no answer within ${request.timeoutMs} ms`);
        outgoing.destroy();
      }, request.timeoutMs);
      outgoing.on("error", (error) => {
        clearTimeout(timer);
        fail(error.message || describeCode(error), error);
      });
      outgoing.on("response", (incoming) => {
        collect(incoming, request.answerBytesMax ?? answerBytesMax, (answer, problem) => {
          clearTimeout(timer);
          if (answer === undefined) {
            fail(problem);
            outgoing.destroy();
          } else resolve(answer);
        });
      });
      outgoing.end(request.body);
    });
  }

  /** Closes idle connections, so that the process can end. */
  close(): void {
    for (const protocol of [this.#http, this.#https]) void protocol?.then(closeConnections);
  }

  async #protocol({ protocol }: URL): Promise<Protocol> {
    return await (protocol === "https:"
      ? (this.#https ??= loadHttps())
      : (this.#http ??= loadHttp()));
  }
}

/** One of Node's two clients with its connections. */
interface Protocol {
  readonly request: (url: URL, options: RequestOptions) => ClientRequest;
  readonly agent: Agent;
}

const agentOptions = { keepAlive: true, maxSockets: 16 } as const;

async function loadHttp(): Promise<Protocol> {
  const { Agent, request } = await import("node:http");
  return { request, agent: new Agent(agentOptions) };
}

async function loadHttps(): Promise<Protocol> {
  const { Agent, request } = await import("node:https");
  return { request, agent: new Agent(agentOptions) };
}

function closeConnections({ agent }: Protocol): void {
  agent.destroy();
}

function open(url: URL, request: HttpRequest, { request: start, agent }: Protocol): ClientRequest {
  const headers: Record<string, string | number> = { ...request.headers };
  if (request.body !== undefined) headers["content-length"] = Buffer.byteLength(request.body);
  return start(url, { method: request.method, headers, agent });
}

function describeCode(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

function collect(
  incoming: IncomingMessage,
  bytesMax: number,
  done: (answer: HttpAnswer | undefined, problem: string) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      done(undefined, `the answer is larger than ${bytesMax} bytes`);
      incoming.destroy();
    } else chunks.push(chunk);
  });
  incoming.on("aborted", () => {
    done(undefined, "the connection broke in the middle of the answer");
  });
  incoming.on("end", () => {
    if (!incoming.complete) {
      done(undefined, "the connection broke in the middle of the answer");
      return;
    }
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
    }
    done({ status: incoming.statusCode ?? 0, headers, body: Buffer.concat(chunks) }, "");
  });
}
