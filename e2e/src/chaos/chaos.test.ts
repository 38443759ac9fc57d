import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";

import { faultNames } from "./faults.ts";
import { killPoints } from "./kills.ts";
import { runChaos, type ChaosSummary } from "./run-chaos.ts";

const absence = kafkaAvailability() ?? clickhouseAvailability();

/** The long form is `pnpm test:chaos`. */
describe.skipIf(absence !== null)(suiteName("chaos, in short", absence), () => {
  let summary: ChaosSummary;

  test("twenty ingesters are killed, and everything else fails once", { timeout: 240_000 }, async () => {
    summary = await runChaos({ seed: 5, kills: 20, rounds: 1, outageMs: 2_000, minMs: 0, onProgress: () => undefined });
    expect(Object.keys(summary.kills).sort()).toEqual([...killPoints].sort());
    expect(Object.keys(summary.faults).sort()).toEqual([...faultNames].sort());
    expect(summary.lateKills, JSON.stringify(summary)).toBeLessThanOrEqual(2);
  });

  test("nothing that was acknowledged is lost, and nothing is there twice", () => {
    const { delivery } = summary;
    expect(delivery, JSON.stringify(summary)).toEqual({
      messages: summary.acknowledged.messages,
      deadLettered: summary.acknowledged.deadLetters,
      extra: expect.any(Number),
      lost: 0,
      incomplete: 0,
      damaged: 0,
      doubled: 0,
      uncommitted: 0,
      unbalanced: 0,
    });
    expect(delivery.extra).toBeLessThanOrEqual(summary.unanswered);
    expect(delivery.deadLettered).toBeGreaterThan(0);
  });

  test("the store refused inserts in its own words, and nobody took that for a reason to drop them", () => {
    expect(Object.keys(summary.storeErrors)).toEqual(
      expect.arrayContaining(["store_full", "store_unavailable", "too_many_parts"]),
    );
  });

  test("a drain takes seconds, and memory stays bounded while the store is away", () => {
    expect(summary.slowestDrainMs).toBeLessThan(30_000);
    expect(summary.peakRssMib).toBeLessThan(1_024);
  });
});
