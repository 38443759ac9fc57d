import { fileURLToPath } from "node:url";

import { kafkaAvailability, startProcess, suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { groupOf, type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";

const consumerFile = fileURLToPath(new URL("../testing/idle-consumer.ts", import.meta.url));
const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("a consumer with nothing to do", absence), () => {
  let bed: KafkaBed;
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterAll(() => bed.stop());

  // Measured: 0.9 % of a core; 3.9 % and more with the timer that kafkajs sets every millisecond.
  it("takes less than 2.5 % of a core, and makes Node warn of nothing", { timeout: 60_000 }, async () => {
    const topic = await bed.openTopic(8);
    const args = [consumerFile, bed.cluster.brokers.join(), topic, groupOf(topic), "5"];
    const consumer = startProcess({ args });
    const [, share] = await consumer.printed(/share ([\d.e-]+)/, 50_000);
    await consumer.end("SIGKILL");
    expect(Number(share)).toBeLessThan(0.025);
    expect(consumer.stdout()).not.toContain("warning");
  });
});
