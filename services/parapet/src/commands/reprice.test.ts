import { createBlockSink, toSpanRow } from "@parapet/clickhouse";
import {
  clickhouseAvailability,
  sampleSpan,
  startTestClickHouse,
  type TestClickHouse,
} from "@parapet/clickhouse/testing";
import { suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { z } from "zod";

import { jsonLines, runCommand } from "../testing/run-command.ts";
import { reconcileCommand } from "./reconcile.ts";
import { timeOf } from "./reprice-scope.ts";
import { repriceCommand } from "./reprice.ts";

const left = clickhouseAvailability();
const day = ["--from", "2026-11-20", "--to", "2026-11-21"];

describe("a time", () => {
  test.each([
    ["2026-11-20", "2026-11-20T00:00:00.000Z"],
    ["2026-11-20T10:00", "2026-11-20T10:00:00.000Z"],
    ["2026-11-20T10:00:00.5Z", "2026-11-20T10:00:00.500Z"],
    ["2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00.000Z"],
  ])("%s is %s, wherever the command runs", (text, iso) => {
    expect(new Date(timeOf(text)).toISOString()).toBe(iso);
  });

  test.each(["yesterday", "2026-13-01", "20.11.2026", "1763596800", ""])("%j is none", (text) => {
    expect(() => timeOf(text)).toThrow("It is a time as");
  });
});

describe.skipIf(left !== null)(suiteName("the commands that correct costs", left), () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
    const counts = { input_tokens: 1_000, input_uncached_tokens: 1_000, cache_read_tokens: null, output_tokens: 200 };
    const call = {
      request_model: "gpt-4o",
      response_model: "",
      output_text_tokens: 200,
      reasoning_tokens: null,
      ...counts,
    };
    const spans = [
      sampleSpan({ ...call, span_id: "a", response_id: "r-1", call_key: "r-1", cost_usd: "9" }),
      sampleSpan({ ...call, span_id: "b", response_id: "r-1", call_key: "r-1", cost_usd: "9" }),
      sampleSpan({
        ...call,
        tenant: "bravo",
        span_id: "c",
        response_id: "r-2",
        cost_usd: null,
        unpriced_reason: "unknown_model",
      }),
    ];
    const rows = spans.map((span, idx) =>
      toSpanRow(span, { topic: "llm.spans", partition: 0, offset: String(idx), idx: 0 }, 0),
    );
    await createBlockSink(store.ingest).write([{ table: "spans", rows }], "t", AbortSignal.timeout(20_000));
  });
  afterAll(() => store?.stop());

  const run = (command: typeof repriceCommand, ...args: readonly string[]) => {
    const { url, users } = store.server;
    const env = {
      PARAPET_CLICKHOUSE_URL: url,
      PARAPET_CLICKHOUSE_INGEST_USER: users.ingest.username,
      PARAPET_CLICKHOUSE_INGEST_PASSWORD: users.ingest.password,
    };
    return runCommand(command, { args: [...day, ...args], env });
  };
  const spent = async (): Promise<string | undefined> =>
    (await store.read.query("SELECT sum(cost_usd) AS usd FROM spend", {}, z.object({ usd: z.string() })))[0]?.usd;

  it("say what they would do, do it, and have nothing left to do", async () => {
    const settled = { spans: 2, skipped: 0, uncounted: 1, counted: 0, cost_delta_usd: "-9" };
    expect(jsonLines((await run(reconcileCommand, "--dry-run")).stdout)).toEqual([{ ...settled, dry_run: true }]);
    expect(await spent()).toBe("18");
    expect(jsonLines((await run(reconcileCommand)).stdout)).toEqual([{ ...settled, dry_run: false }]);
    expect(await spent()).toBe("9");
    const { stdout, stderr } = await run(repriceCommand);
    const repriced = { corrected: 2, unchanged: 0, unpriced: 0, kept: 0, not_carried: 1 };
    expect(jsonLines(stdout)).toEqual([{ ...repriced, cost_delta_usd: "-8.991", dry_run: false }]);
    expect(jsonLines(stderr)).toMatchObject([
      { tenant: "acme", cost_delta_usd: "-8.9955" },
      { tenant: "bravo", cost_delta_usd: "0.0045" },
    ]);
    expect(await spent()).toBe("0.009");
    expect(jsonLines((await run(repriceCommand)).stdout)).toMatchObject([{ corrected: 0, unchanged: 2 }]);
    expect(jsonLines((await run(reconcileCommand)).stdout)).toMatchObject([{ uncounted: 0, counted: 0 }]);
  });

  it("refuse a window without time in it, before they look at the store", async () => {
    const backwards = ["--from", "2026-11-21", "--to", "2026-11-20"];
    for (const command of [reconcileCommand, repriceCommand]) {
      await expect(runCommand(command, { args: backwards, env: {} })).rejects.toThrow("--to must be later than --from");
    }
  });

  it("look at one tenant where they are told to", async () => {
    const { stdout, stderr } = await run(repriceCommand, "--tenant", "bravo");
    expect(jsonLines(stdout)).toMatchObject([{ corrected: 0, unchanged: 1 }]);
    expect(jsonLines(stderr)).toEqual([]);
  });
});
