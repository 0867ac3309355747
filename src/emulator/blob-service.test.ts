import { describe, expect, test } from "vitest";
import { codeOf, ids, StorageAlone, text } from "../testing/storage-alone.js";

describe("the blob storage", () => {
  test("makes a blob of blocks in the listed order", async () => {
    const world = new StorageAlone();
    const url = await world.begin("a");
    const [one, two, three] = ["MQ==", "Mg==", "Mw=="] as const;
    for (const [id, bytes] of [
      [two, "World"],
      [one, "Hello "],
      [three, "dropped"],
    ] as const) {
      const put = await world.send("PUT", `${url}&comp=block&blockid=${encodeURIComponent(id)}`, {
        body: bytes,
      });
      expect(put.status).toBe(201);
    }
    const list = `<?xml version="1.0"?><BlockList><Latest>${one}</Latest><Latest>${two}</Latest></BlockList>`;
    const put = await world.send("PUT", `${url}&comp=blocklist`, { body: list });
    expect([put.status, put.headers["etag"], put.headers["last-modified"]]).toEqual([
      201,
      '"0x8D000000000001"',
      "Fri, 15 Jan 2027 08:00:00 GMT",
    ]);
    await world.call("FinalizeArtifact", { ...ids, name: "a", size: "11" });
    expect(text(await world.send("GET", await world.signedUrl("a")))).toBe("Hello World");
  });

  test("refuses a request with an Authorization header, and counts it", async () => {
    const world = new StorageAlone();
    const url = await world.begin("a");
    const leak = await world.put(url, "zip", { authorization: `Bearer ${world.token}` });
    expect(codeOf(leak)).toBe("400 InvalidAuthenticationInfo");
    expect(text(leak)).toContain("<Code>InvalidAuthenticationInfo</Code>");
    expect(world.storage.tokenLeaks).toBe(1);
  });

  test("refuses addresses that were changed or are too old", async () => {
    const world = new StorageAlone();
    const upload = await world.begin("a");
    await world.upload("b");
    const download = await world.signedUrl("b");
    expect(codeOf(await world.put(download, "other"))).toBe("403 AuthorizationPermissionMismatch");
    for (const wrong of [
      download.replace("sp=r", "sp=rw"),
      download.replace(/se=\d+/, "se=2099"),
      download.replace("/2.zip", "/1.zip"),
      download.replace(/sig=../, "sig=xx"),
      download.replace(/&sig=[^&]*/, ""),
    ]) {
      expect(codeOf(await world.send("GET", wrong))).toBe("403 AuthenticationFailed");
    }
    world.nowMs += 10 * 60_000;
    expect(codeOf(await world.send("GET", download))).toBe("403 AuthenticationFailed");
    expect((await world.put(upload, "zip")).status).toBe(201);
    world.nowMs += 50 * 60_000;
    expect(codeOf(await world.put(upload, "zip"))).toBe("403 AuthenticationFailed");
  });

  test("refuses what Azure refuses", async () => {
    const world = new StorageAlone();
    const url = await world.begin("a");
    const send = async (query: string, body = "", headers = {}): Promise<string> =>
      codeOf(await world.send("PUT", url + query, { body, headers }));
    expect(await send("")).toBe("400 MissingRequiredHeader");
    expect(await send("", "", { "x-ms-blob-type": "PageBlob" })).toBe("400 InvalidHeaderValue");
    expect(await send("&comp=block")).toBe("400 InvalidQueryParameterValue");
    expect(await send("&comp=block&blockid=a")).toBe("400 InvalidQueryParameterValue");
    expect(await send("&comp=tier")).toBe("400 InvalidQueryParameterValue");
    expect(await send("&comp=block&blockid=MQ%3D%3D", "1")).toBe("201 ");
    expect(await send("&comp=block&blockid=MTAwMDAw", "1")).toBe("400 InvalidBlobOrBlock");
    expect(await send("&comp=blocklist", "[]")).toBe("400 InvalidXmlDocument");
    const unknown = "<BlockList><Latest>Mg==</Latest></BlockList>";
    expect(await send("&comp=blocklist", unknown)).toBe("400 InvalidBlockList");
    expect(codeOf(await world.send("GET", url))).toBe("404 BlobNotFound");
    expect(codeOf(await world.send("POST", url))).toBe("405 UnsupportedHttpVerb");
  });

  test("has no bytes of a deleted artifact, and none to overwrite of a finalized one", async () => {
    const world = new StorageAlone();
    const upload = await world.begin("b");
    await world.put(upload, "zip");
    await world.call("FinalizeArtifact", { ...ids, name: "b", size: "3" });
    expect(codeOf(await world.put(upload, "new"))).toBe("409 BlobImmutableDueToPolicy");
    const download = await world.signedUrl("b");
    await world.call("DeleteArtifact", { ...ids, name: "b" });
    expect(codeOf(await world.send("GET", download))).toBe("404 BlobNotFound");
  });
});
