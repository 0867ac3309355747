/** Does an answer of a server that means no good come to an end? */
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NodeHttpClient } from "./http-client.js";

let server: Server;
let client: NodeHttpClient;
let url: string;
/** Bytes that the server has been able to send, until it was hung up on. */
let sent: number;

beforeEach(async () => {
  sent = 0;
  client = new NodeHttpClient();
  server = createServer((request, response) => {
    if (request.url === "/small") {
      response.end("x".repeat(1_000));
      return;
    }
    if (request.url === "/moved") {
      response.writeHead(307, { location: `${url}/small` }).end("moved");
      return;
    }
    // Without an end, and without a length.
    const more = (): void => {
      sent += 64 * 1024;
      if (!response.destroyed) response.write(Buffer.alloc(64 * 1024), more);
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const request = { method: "GET", headers: {}, timeoutMs: 30_000 } as const;

test("an answer up to its limit is read, a longer one is an error", async () => {
  const small = { ...request, url: `${url}/small` };
  const answer = await client.send({ ...small, answerBytesMax: 1_000 });
  expect(answer.body).toHaveLength(1_000);
  await expect(client.send({ ...small, answerBytesMax: 999 })).rejects.toMatchObject({
    code: "unreachable",
    message: expect.stringMatching(/\/small: the answer is larger than 999 bytes; /) as string,
  });
});

test("a redirect is an answer, and followed by nobody", async () => {
  const headers = { authorization: "Bearer secret" };
  const asked: unknown[] = [];
  server.on("request", ({ url: path }) => asked.push(path));
  const answer = await client.send({ ...request, headers, url: `${url}/moved` });
  expect(answer).toMatchObject({ status: 307, headers: { location: `${url}/small` } });
  expect(asked).toEqual(["/moved"]);
});

test("an answer without an end is not kept until memory is full", async () => {
  const endless = { ...request, url: `${url}/endless`, answerBytesMax: 1024 * 1024 };
  await expect(client.send(endless)).rejects.toMatchObject({ code: "unreachable" });
  await expect(client.send({ ...request, url: `${url}/endless` })).rejects.toMatchObject({
    message: expect.stringContaining("larger than 67108864 bytes") as string,
  });
  expect(sent).toBeLessThan(128 * 1024 * 1024);
});
