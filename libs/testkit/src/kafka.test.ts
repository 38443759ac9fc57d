import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startKafka } from "./kafka.ts";
import { withFileLock } from "./kafka-file-lock.ts";
import { kafkaAvailability } from "./kafka-installation.ts";
import { countKafkaBrokers } from "./kafka-metadata.ts";
import { suiteName } from "./suite-name.ts";

const absence = kafkaAvailability();

function portOf(broker: string | undefined): number {
  return Number(broker?.split(":")[1]);
}

describe.skipIf(absence !== null)(suiteName("a Kafka cluster of the testkit", absence), () => {
  it("answers, survives a crash, comes back and leaves nothing running", { timeout: 120_000 }, async () => {
    const cluster = await startKafka();
    const port = portOf(cluster.brokers[0]);
    expect(await countKafkaBrokers(port)).toBe(1);
    await cluster.kill();
    expect(await countKafkaBrokers(port)).toBe(0);
    await cluster.restart();
    expect(await countKafkaBrokers(port)).toBe(1);
    await cluster.stop();
    expect(await countKafkaBrokers(port)).toBe(0);
  });

  it("may have several brokers, which know of each other", { timeout: 120_000 }, async () => {
    const cluster = await startKafka({ nodes: 2 });
    expect(await Promise.all(cluster.brokers.map((broker) => countKafkaBrokers(portOf(broker))))).toEqual([2, 2]);
    await cluster.stop();
  });
});

describe("a lock file", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "parapet-lock-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("lets one in at a time, and is gone afterwards", async () => {
    const path = join(folder, "lock");
    let inside = 0;
    const enter = (): Promise<void> =>
      withFileLock(path, async () => {
        inside += 1;
        await new Promise(setImmediate);
        expect(inside).toBe(1);
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(existsSync(path)).toBe(false);
  });

  it("is taken over from a process that is dead", async () => {
    const path = join(folder, "lock");
    writeFileSync(path, "2147483646"); // Above the highest process id of Linux.
    let isDone = false;
    await withFileLock(path, async () => {
      isDone = true;
    });
    expect(isDone).toBe(true);
  });

  it("is given back when the work fails", async () => {
    const path = join(folder, "lock");
    await expect(withFileLock(path, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
    expect(existsSync(path)).toBe(false);
  });
});
