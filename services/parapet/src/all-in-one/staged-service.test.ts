import { describe, expect, it } from "vitest";

import { createStagedService, type Keep } from "./staged-service.ts";

/** Opens `names` one after the other and records what happens; those in `stuck` fail to stop. */
function opening(log: string[], names: readonly string[], stuck: readonly string[] = []) {
  return async (keep: Keep): Promise<void> => {
    for (const name of names) {
      if (name === "broken") throw new Error("broken cannot be opened");
      log.push(`open ${name}`);
      keep(async () => {
        log.push(`stop ${name}`);
        if (stuck.includes(name)) throw new Error(`${name} is stuck`);
      });
    }
  };
}

describe("a staged service", () => {
  it("stops in reverse what it has opened, once", async () => {
    const log: string[] = [];
    const service = createStagedService("all", opening(log, ["store", "stream"]));
    await service.start();
    await Promise.all([service.stop(), service.stop()]);
    expect(log).toEqual(["open store", "open stream", "stop stream", "stop store"]);
  });

  it("stops what was open when a part cannot be opened, and throws that failure", async () => {
    const log: string[] = [];
    const service = createStagedService("all", opening(log, ["store", "stream", "broken"], ["stream"]));
    await expect(service.start()).rejects.toThrow("broken cannot be opened");
    expect(log.slice(2)).toEqual(["stop stream", "stop store"]);
  });

  it("stops the others when one fails to stop, and tells of it", async () => {
    const log: string[] = [];
    const service = createStagedService("all", opening(log, ["store", "stream"], ["stream"]));
    await service.start();
    await expect(service.stop()).rejects.toThrow("1 part(s) failed to stop");
    expect(log).toContain("stop store");
  });

  it("that is stopped in the middle of its start opens nothing more", async () => {
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const service = createStagedService("all", async (keep) => {
      await opening(log, ["store"])(keep);
      await gate.promise;
      await opening(log, ["stream", "console"])(keep);
    });
    const start = service.start();
    await service.stop();
    gate.resolve();
    await expect(start).rejects.toMatchObject({ code: "start_interrupted" });
    expect(log).toEqual(["open store", "stop store", "open stream", "stop stream"]);
  });
});
