import { setTimeout as delay } from "node:timers/promises";

import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { seededRandom } from "@parapet/random";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { afterEach, describe, expect, test } from "vitest";

import { startChaosBed, type ChaosBed } from "./chaos-bed.ts";
import { checkDelivery, isWhole, untilDrained } from "./check-delivery.ts";

const absence = kafkaAvailability() ?? clickhouseAvailability();
const LONG = { timeout: 300_000 };

/** What the chaos suite proves is worth as much as what it would find. */
describe.skipIf(absence !== null)(suiteName("the chaos check finds it", absence), () => {
  let bed: ChaosBed;
  afterEach(() => bed.stop());

  const start = async (options: { readonly hasRandomTokens?: boolean } = {}): Promise<void> => {
    bed = await startChaosBed({ random: seededRandom(1), ...options });
    // A group that has committed nothing looks at the store before it writes: such a start hides what is looked for here.
    await produce(20);
    const member = await bed.crew.startChaos(null);
    await untilDrained(bed);
    await bed.crew.end(member, "SIGTERM");
  };
  const produce = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) await bed.produce();
  };
  /** Resolves when a first ingester has stored a range, was killed before it committed, and the group is empty. */
  const killBeforeCommit = async (): Promise<void> => {
    const victim = await bed.crew.startChaos({ step: "stored", nth: 1, signal: "SIGKILL" });
    expect(await bed.crew.ended(victim, 60_000), bed.crew.words).toBe(true);
    while ((await bed.offsets.countMembers()) > 0) await delay(100);
  };
  const finish = async (): Promise<ReturnType<typeof checkDelivery>> => {
    await bed.crew.startChaos(null);
    await untilDrained(bed);
    await bed.crew.stop();
    return checkDelivery(bed);
  };

  test("when nothing is switched off there is nothing to find", LONG, async () => {
    await start();
    await produce(30);
    await killBeforeCommit();
    await produce(100);
    expect(isWhole(await finish())).toBe(true);
  });

  test("doubled rows, when every insert has a token of its own", LONG, async () => {
    await start({ hasRandomTokens: true });
    await produce(30);
    await killBeforeCommit();
    const report = await finish();
    expect(report.doubled).toBeGreaterThan(0);
    expect(isWhole(report)).toBe(false);
  });

  test("doubled rows, when intents are forgotten", LONG, async () => {
    await start();
    await produce(10);
    await killBeforeCommit();
    await bed.offsets.forgetIntents();
    await produce(200); // The next range of each partition ends elsewhere.
    const report = await finish();
    expect(report.doubled).toBeGreaterThan(0);
  });

  test("lost messages, when the group's offsets are moved past them", LONG, async () => {
    await start();
    await produce(60);
    await bed.offsets.skipToEnd();
    await produce(60);
    const report = await finish();
    expect(report.lost).toBeGreaterThan(0);
    expect(report.doubled).toBe(0);
  });
});
