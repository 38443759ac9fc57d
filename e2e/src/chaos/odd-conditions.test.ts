import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { seededRandom } from "@parapet/random";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createTopic, startChaosBed, type ChaosBed } from "./chaos-bed.ts";
import { checkDelivery, untilDrained, type DeliveryReport } from "./check-delivery.ts";
import type { StrikeStep } from "./ingester-plan.ts";

const absence = kafkaAvailability() ?? clickhouseAvailability();
const LONG = { timeout: 300_000 };
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

const kept = { lost: 0, incomplete: 0, damaged: 0, doubled: 0, uncommitted: 0, unbalanced: 0 };

describe.skipIf(absence !== null)(suiteName("delivery holds", absence), () => {
  let bed: ChaosBed;
  beforeEach(async () => {
    bed = await startChaosBed({ random: seededRandom(2) });
  });
  afterEach(() => bed.stop());

  const produce = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) await bed.produce();
  };
  /** A group that has committed nothing looks at the store before it writes, so it commits something first. */
  const settle = async (): Promise<void> => {
    await produce(20);
    const member = await bed.crew.startChaos(null);
    await untilDrained(bed);
    await bed.crew.end(member, "SIGTERM");
  };
  const killAt = async (step: StrikeStep, clockOffsetMs = 0): Promise<void> => {
    const victim = await bed.crew.startChaos({ step, nth: 2, signal: "SIGKILL" }, clockOffsetMs);
    expect(await bed.crew.ended(victim, 60_000), bed.crew.words).toBe(true);
  };
  const finish = async (clockOffsetMs = 0): Promise<DeliveryReport> => {
    await bed.crew.startChaos(null, clockOffsetMs);
    await untilDrained(bed);
    await endAll();
    return checkDelivery(bed);
  };
  const endAll = async (): Promise<void> => {
    await Promise.all(bed.crew.members.map((member) => bed.crew.end(member, "SIGTERM")));
    while ((await bed.offsets.countMembers()) > 0) await delay(100);
  };

  /** Lets the tables forget the tokens of everything but their last five inserts, and makes more than five. */
  const exceedWindow = async (): Promise<void> => {
    const { migrate } = bed.clickhouse;
    const tables = ["spans", "span_content", "findings", "dead_letters", "ledger", "spans_1m", "findings_1m"];
    for (const table of tables)
      await migrate.command(`ALTER TABLE ${table} MODIFY SETTING non_replicated_deduplication_window = 5`);
    for (let count = 0; count < 12; count += 1) {
      const place = `'elsewhere', 0, ${count}`;
      await migrate.command(`INSERT INTO spans (topic, partition, offset, start_time) VALUES (${place}, now())`);
      await migrate.command(`INSERT INTO span_content (topic, partition, offset, start_time) VALUES (${place}, now())`);
      await migrate.command(`INSERT INTO findings (topic, partition, offset, start_time) VALUES (${place}, now())`);
      await migrate.command(
        `INSERT INTO dead_letters (topic, partition, offset, message_time) VALUES (${place}, now())`,
      );
      await migrate.command(
        `INSERT INTO ledger (topic, partition, offset, message_time, spans_stored, spans_dead_lettered) VALUES (${place}, now(), 1, 1)`,
      );
    }
  };

  test.each([{ step: "between_tables" as const }, { step: "stored" as const }])(
    "when the store has forgotten the token of a range that was begun an hour ago ($step)",
    LONG,
    async ({ step }) => {
      await settle();
      await produce(40);
      await killAt(step);
      await exceedWindow();
      await produce(40);
      expect(await finish(HOUR_MS)).toMatchObject(kept);
    },
  );

  test("and would not, did nobody ask the store then what it has", LONG, async () => {
    await settle();
    await produce(40);
    await killAt("stored");
    await exceedWindow();
    expect((await finish()).doubled).toBeGreaterThan(0);
  });

  test.each([
    { what: "ahead, then right again", first: 24 * HOUR_MS, second: 0 },
    { what: "behind, then right again", first: -24 * HOUR_MS, second: 0 },
    { what: "right, then ahead", first: 0, second: 24 * HOUR_MS },
    { what: "right, then behind", first: 0, second: -24 * HOUR_MS },
  ])("when the clock is a day off: $what", LONG, async ({ first, second }) => {
    await settle();
    await produce(40);
    await killAt("stored", first);
    await produce(40);
    expect(await finish(second)).toMatchObject(kept);
  });

  test("when the brokers have lost the group's offsets, and everything is read again", LONG, async () => {
    await produce(60);
    await bed.crew.startChaos(null);
    await untilDrained(bed);
    await endAll();
    await bed.offsets.deleteGroup();
    await produce(20);
    expect(await finish()).toMatchObject(kept);
  });

  test("when the topic is deleted and created anew while nobody reads", LONG, async () => {
    await produce(40);
    await bed.crew.startChaos(null);
    await untilDrained(bed);
    await endAll();
    expect(await checkDelivery(bed)).toMatchObject(kept);
    await recreate();
    await produce(40);
    expect(await finish()).toMatchObject(kept);
  });

  test("when the topic is deleted and created anew under the ingester", LONG, async () => {
    await produce(40);
    await bed.crew.startChaos(null);
    await untilDrained(bed);
    await recreate();
    await produce(80);
    await untilDrained(bed);
    await endAll();
    expect(await checkDelivery(bed)).toMatchObject(kept);
  });

  /** What is in the ledger file is of the topic that is gone. Rows of two lives are told apart by the second of storing. */
  const recreate = async (): Promise<void> => {
    await bed.offsets.deleteTopic();
    while (await bed.offsets.hasTopic()) await delay(100);
    await delay(SECOND_MS);
    await createTopic(bed.kafka);
    bed.producer.startAnew();
    expect(readFileSync(bed.ledgerFile, "utf8")).toBe("");
  };

  test("and goes on behind a backlog that takes longer than an owner may wait for its inserts", LONG, async () => {
    await produce(1_500);
    const member = await bed.crew.startProduction();
    await untilDrained(bed);
    await bed.crew.end(member, "SIGTERM");
    expect(await checkDelivery(bed)).toMatchObject(kept);
  });

  test("on SIGTERM under load: what was begun is committed, and nothing is stored a second time", LONG, async () => {
    const producing = new AbortController();
    const produced = bed.produceUntil(producing.signal, 10);
    for (let life = 0; life < 3; life += 1) {
      const member = await bed.crew.startProduction();
      await member.proxy.inUse;
      expect(await bed.crew.end(member, "SIGTERM"), bed.crew.words).toBe(0);
      expect(await bed.offsets.pendingIntents()).toEqual([]);
    }
    producing.abort();
    await produced;
    expect(await finish()).toMatchObject(kept);
  });
});
