import { describe, expect, test } from "vitest";
import { ids, service, StorageAlone, text } from "../testing/storage-alone.js";
import type { ArtifactFault } from "./artifact-behaviour.js";
import { ConnectionDropped } from "./behaviour.js";

describe("a fault", () => {
  test("before a call leaves no trace; after it only the answer is lost", async () => {
    for (const when of ["before", "after"] as const) {
      const world = new StorageAlone();
      const faults: ArtifactFault[] = [{ when, answer: 503, retryAfterSeconds: 2 }];
      world.storage.behaviour.fault = (call) =>
        call.operation === "CreateArtifact" && call.name === "a" ? faults.pop() : undefined;
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${world.token}`,
      };
      const body = JSON.stringify({ ...ids, name: "a", version: 4 });
      const failed = await world.send("POST", `${service}CreateArtifact`, { headers, body });
      expect([failed.status, failed.headers["retry-after"]]).toEqual([503, "2"]);
      expect(text(failed)).toMatch(/^<!DOCTYPE html>/);
      const again = await world.send("POST", `${service}CreateArtifact`, { headers, body });
      expect(again.status).toBe(when === "before" ? 200 : 409);
    }
  });

  test("may break the connection of an upload that is kept", async () => {
    const world = new StorageAlone();
    const url = await world.begin("a");
    world.storage.behaviour.fault = (call) =>
      call.operation === "PutBlob" && call.runBackendId === "run-1"
        ? { when: "after", answer: "drop" }
        : undefined;
    await expect(world.put(url, "zip")).rejects.toThrow(ConnectionDropped);
    const finalized = await world.call("FinalizeArtifact", { ...ids, name: "a", size: "3" });
    expect(finalized.status).toBe(200);
  });
});
