import { suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { clickhouseAvailability, startTestClickHouse, type TestClickHouse } from "../testing/index.ts";

const absence = clickhouseAvailability();

describe.skipIf(absence !== null)(suiteName("the health of detectors", absence), () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
    // Eight days of low scores, then one of high ones; one text a day is shed.
    await store.migrate.command(`
      INSERT INTO detections (tenant, start_time, detector, model_version, part, status, reason, score, duration_ms, span_id)
      SELECT 'acme', toDateTime64('2026-03-01 10:00:00', 9, 'UTC') + INTERVAL intDiv(number, 200) DAY, 'toxicity', 'v1', 'input',
        if(number % 200 = 0, 'shed', 'ran'), if(number % 200 = 0, 'busy', ''),
        if(number % 200 = 0, NULL, if(number < 1600, 0.05, 0.95)), if(number % 200 = 0, NULL, 8), toString(number)
      FROM numbers(1800)`);
  });
  afterAll(() => store.stop());

  it("tells how many texts a detector judged, how it scored them, and how long it took", async () => {
    const row = z.object({
      texts: z.coerce.number(),
      ran: z.coerce.number(),
      coverage: z.number(),
      bins: z.array(z.coerce.number()),
      slow: z.number(),
    });
    const sql = `SELECT texts, ran, coverage, score_histogram AS bins, duration_p99_ms AS slow
      FROM detector_health WHERE tenant = 'acme' ORDER BY hour`;
    const rows = await store.read.query(sql, {}, row);
    expect(rows).toHaveLength(9);
    expect(rows[0]).toEqual({ texts: 200, ran: 199, coverage: 0.995, bins: [199, 0, 0, 0, 0, 0, 0, 0, 0, 0], slow: 8 });
    expect(rows[8]?.bins.at(-1)).toBe(199);
  });

  it("tells a day whose scores are not those of the week before", async () => {
    const row = z.object({ day: z.string(), texts: z.coerce.number(), before: z.coerce.number(), moved: z.number() });
    const sql = `SELECT toString(day) AS day, texts, texts_before AS before, stability_index AS moved
      FROM detector_drift WHERE tenant = 'acme' ORDER BY day`;
    const rows = await store.read.query(sql, {}, row);
    expect(rows.map(({ texts, before }) => [texts, before])).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7].map((days) => [199, 199 * days]),
      [199, 199 * 7],
    ]);
    expect(rows.slice(0, 7).every(({ moved }) => moved < 0.1)).toBe(true);
    expect(rows[7]?.moved).toBeGreaterThan(5);
  });

  it("has no word on days with few scores", async () => {
    await store.migrate.command(`
      INSERT INTO detections (tenant, start_time, detector, model_version, part, status, reason, score, span_id)
      SELECT 'small', toDateTime64('2026-03-01 10:00:00', 9, 'UTC') + INTERVAL intDiv(number, 10) DAY, 'toxicity', 'v1',
        'input', 'ran', '', 0.05, toString(number) FROM numbers(80)`);
    const sql = "SELECT stability_index AS moved FROM detector_drift WHERE tenant = 'small'";
    const rows = await store.read.query(sql, {}, z.object({ moved: z.null() }));
    expect(rows).toHaveLength(7);
  });

  it("counts answers without evidence in no coverage", async () => {
    await store.migrate.command(`
      INSERT INTO detections (tenant, start_time, detector, model_version, part, status, reason, score, span_id)
      SELECT 'rag', toDateTime64('2026-03-01 10:00:00', 9, 'UTC'), 'hallucination', 'v1', 'output',
        if(number < 95, 'not_run', 'ran'), if(number < 95, 'no_context', ''), if(number < 95, NULL, 0.1), toString(number)
      FROM numbers(100)`);
    const sql = "SELECT coverage FROM detector_health WHERE tenant = 'rag'";
    expect(await store.read.query(sql, {}, z.object({ coverage: z.number() }))).toEqual([{ coverage: 1 }]);
  });
});
