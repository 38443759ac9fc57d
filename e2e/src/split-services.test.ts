import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { OutgoingMessage } from "@parapet/delivery";
import { encodeTraceRequest, type OtlpSpan } from "@parapet/span";
import { fixturesFolder, kafkaAvailability, suiteName } from "@parapet/testkit";
import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { readFixtureRequests } from "./fixture-requests.ts";
import type { InsertMoment } from "./insert-tap.ts";
import { createGrpcClient, createHttpClient, type OtlpClient } from "./otlp-client.ts";
import { createPlantedBatch, plantedValues, type PlantedBatch } from "./planted-spans.ts";
import { MEBIBYTE, oddSpan, poisonMessages } from "./poison.ts";
import { startSplitBed, type SplitBed } from "./split-bed.ts";
import { startCommand } from "./start-service.ts";

const fixtures = fixturesFolder();
const missing =
  kafkaAvailability() ??
  clickhouseAvailability(process.env) ??
  (fixtures === null ? "no fixtures; set PARAPET_FIXTURES" : null);

/** The moments at which a crash is most likely to lose or to double something. */
const crashes: readonly (readonly [table: string, moment: InsertMoment])[] = [
  ["spans", "arrived"],
  ["spans", "stored"],
  ["span_content", "stored"],
  ["findings", "arrived"],
  ["findings", "stored"],
  ["ledger", "arrived"],
  ["ledger", "stored"],
];

const LONG = { timeout: 240_000 };

describe.skipIf(missing !== null)(
  suiteName("gateway, ingester and guard over real Kafka and ClickHouse", missing),
  () => {
    let bed: SplitBed;
    let clients: readonly OtlpClient[] = [];
    /** What was acknowledged: messages of the topic, and spans in them. */
    const sent = { messages: 0, spans: 0, fixtureSpans: 0, planted: [] as PlantedBatch[] };

    beforeAll(async () => {
      bed = await startSplitBed({
        tenants: { "token-of-planted": "planted", "token-of-fixtures": "fixtures" },
        maxMessageBytes: 32 * MEBIBYTE,
      });
      clients = [
        createHttpClient(bed.otlpHttp, "token-of-planted"),
        createGrpcClient(bed.otlpGrpc, "token-of-planted"),
      ];
    });
    afterAll(async () => {
      await Promise.all(clients.map((client) => client.close()));
      await bed?.stop();
    });

    const numbers = async (sql: string, params: Record<string, unknown> = {}): Promise<Record<string, number>> => {
      const [row] = await bed.clickhouse.migrate.query(sql, params, z.record(z.string(), z.coerce.number()));
      return row ?? {};
    };
    const texts = (sql: string): Promise<readonly Record<string, unknown>[]> =>
      bed.clickhouse.migrate.query(sql, {}, z.record(z.string(), z.unknown()));

    const sendPlanted = async (round: number): Promise<void> => {
      const batch = createPlantedBatch(200);
      await clients[round % clients.length]?.send(batch.spans);
      sent.planted.push(batch);
      sent.spans += batch.spans.length;
      sent.messages += 1;
    };
    const sendFixtures = async (requests: ReturnType<typeof readFixtureRequests>): Promise<void> => {
      for (const { body, spanCount } of requests) {
        const response = await fetch(`${bed.otlpHttp}/v1/traces`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: "Bearer token-of-fixtures" },
          body,
          signal: AbortSignal.timeout(20_000),
        });
        expect([response.status, await response.json()]).toEqual([200, {}]);
        sent.fixtureSpans += spanCount;
        sent.spans += spanCount;
        sent.messages += 1;
      }
    };
    /** Messages of one key, so that all are in one partition, in this order. */
    const produce = async (values: readonly Uint8Array[], spans: number): Promise<void> => {
      const messages = values.map((value): OutgoingMessage => ({ key: Buffer.from("one key"), value, headers: {} }));
      for (const message of messages) await bed.produce([message]);
      sent.messages += messages.length;
      sent.spans += spans;
    };

    test("every span is stored once, though ingester and guard are killed in the middle", LONG, async () => {
      const requests = readFixtureRequests(fixtures ?? "");
      const share = Math.ceil(requests.length / crashes.length);
      for (const [round, [table, moment]] of crashes.entries()) {
        const struck = bed.tap.strike(table, moment);
        await sendFixtures(requests.slice(round * share, (round + 1) * share));
        await sendPlanted(round);
        await struck;
        await bed.crash("ingester");
        if (round === 3) await bed.crash("guard");
      }
      await bed.drained();
      expect(sent.fixtureSpans).toBe(177);
      expect(
        await numbers("SELECT count() AS stored, uniqExact(trace_id, span_id, offset, idx) AS different FROM spans"),
      ).toEqual({ stored: sent.spans, different: sent.spans });
      expect(
        await numbers(
          `SELECT count() - uniqExact(topic, partition, offset, idx) AS doubled, countIf(input_messages != '[]') > 0 AS told
           FROM span_content`,
        ),
      ).toEqual({ doubled: 0, told: 1 });
    });

    test("findings, detections and embeddings are there once each", async () => {
      const place = "topic, partition, offset, idx";
      expect(
        await numbers(
          `SELECT count() - uniqExact(${place}, detector, entity, location, start, end) AS doubled FROM findings`,
        ),
      ).toEqual({ doubled: 0 });
      expect(await numbers(`SELECT count() - uniqExact(${place}, detector, part) AS doubled FROM detections`)).toEqual({
        doubled: 0,
      });
      expect(await numbers(`SELECT count() - uniqExact(${place}, part) AS doubled FROM embeddings`)).toEqual({
        doubled: 0,
      });
    });

    test("rollups agree with the tables that they sum up", async () => {
      // Older minutes leave the rollups again; fixtures are of any age.
      const recent = "tenant = 'planted'";
      expect(
        await numbers(
          `SELECT sum(calls) AS calls, sum(errors) AS errors, sum(unpriced) AS unpriced, sum(cost_usd_sum) AS cost FROM spans_1m WHERE ${recent}`,
        ),
      ).toEqual(
        await numbers(
          `SELECT count() AS calls, countIf(status = 'error') AS errors, countIf(unpriced_reason != '') AS unpriced, sum(cost_usd) AS cost FROM spans WHERE ${recent}`,
        ),
      );
      expect(await numbers(`SELECT sum(findings) AS findings FROM findings_1m WHERE ${recent}`)).toEqual(
        await numbers(`SELECT count() AS findings FROM findings WHERE ${recent}`),
      );
      expect(await numbers(`SELECT sum(vectors) AS vectors FROM embeddings_1m WHERE ${recent}`)).toEqual(
        await numbers(`SELECT count() AS vectors FROM embeddings WHERE ${recent}`),
      );
    });

    test("known models cost what their prices say, and unknown ones are not free", async () => {
      const expected = {
        cost: sent.planted.reduce((sum, { costUsd }) => sum + costUsd, 0),
        unpriced: sent.planted.reduce((sum, { unpriced }) => sum + unpriced, 0),
      };
      const stored = await numbers(
        `SELECT sum(cost_usd) AS cost, countIf(cost_usd IS NULL AND unpriced_reason = 'unknown_model') AS unpriced,
         countIf(cost_usd = 0) AS free, countIf(cost_usd IS NOT NULL AND operation = 'execute_tool') AS priced_tools
       FROM spans WHERE tenant = 'planted'`,
      );
      expect(stored["cost"]).toBeCloseTo(expected.cost, 9);
      expect(stored).toMatchObject({ unpriced: expected.unpriced, free: 0, priced_tools: 0 });
    });

    test.each(plantedValues)("%s: found wherever it stands, and stored nowhere", async (entity, value) => {
      const located = await texts(
        `SELECT DISTINCT splitByRegexp('[.\\[]', location)[1] AS place FROM findings
       WHERE tenant = 'planted' AND entity = '${entity}' ORDER BY place`,
      );
      const places = [
        "attributes",
        "events",
        "input_messages",
        "output_messages",
        "status_message",
        "tool_definitions",
      ];
      expect(located.map(({ place }) => place)).toEqual(places);
      expect(
        await numbers(`SELECT count() AS contents FROM span_content WHERE position(input_messages, '<${entity}>') > 0`),
      ).toEqual({ contents: sent.planted.length });
      for (const table of ["spans", "span_content", "findings", "detections", "dead_letters", "ledger"]) {
        const sql = `SELECT countIf(position(toString(tuple(*)), {value:String}) > 0) AS leaks FROM ${table}`;
        expect(await numbers(sql, { value }), table).toEqual({ leaks: 0 });
      }
      expect(bed.logs()).not.toContain(value);
    });

    test("the learned detectors have looked at every text, and found the injections", async () => {
      const looked = sent.planted.reduce((sum, batch) => sum + batch.texts, 0);
      expect(
        await texts(
          "SELECT detector, status, toUInt32(count()) AS texts FROM detections WHERE tenant = 'planted' AND status != 'not_run' GROUP BY ALL ORDER BY ALL",
        ),
      ).toEqual([
        { detector: "injection", status: "ran", texts: looked },
        { detector: "toxicity", status: "ran", texts: looked },
      ]);
      const injections = sent.planted.reduce((sum, batch) => sum + batch.injections, 0);
      expect(
        await numbers(
          "SELECT count() AS found FROM findings WHERE tenant = 'planted' AND category = 'injection' AND location = 'input'",
        ),
      ).toEqual({ found: injections });
    });

    test.each([
      ["otlp_proto", ProtobufTraceSerializer],
      ["otlp_json", JsonTraceSerializer],
    ])(
      "%s that the Collector's exporter puts on the topic, without headers, is stored",
      LONG,
      async (_, serializer) => {
        const { spans } = createPlantedBatch(3);
        const value = serializer.serializeRequest([...spans]);
        const traceIds = spans.map((span) => span.spanContext().traceId);
        await produce(value === undefined ? [] : [value], spans.length);
        await bed.drained();
        expect(
          await numbers(
            "SELECT count() AS stored FROM spans WHERE tenant = 'default' AND trace_id IN ({traceIds:Array(String)})",
            { traceIds },
          ),
        ).toEqual({ stored: spans.length });
      },
    );

    test("poison becomes dead letters with reasons, and what is behind it is stored", LONG, async () => {
      const poison = poisonMessages();
      const good = oddSpan("00f067aa0ba902b7", {});
      await produce([...poison.map(({ value }) => value), encodeTraceRequest([good])], 1);
      await bed.drained();
      const letters = await texts(
        `SELECT reason, size_bytes, hash != '' AS hashed FROM dead_letters ORDER BY partition, offset`,
      );
      expect(letters).toEqual(
        poison.map(({ reason, value }) => ({ reason, size_bytes: String(value.byteLength), hashed: 1 })),
      );
      expect(
        await numbers(
          `SELECT offset > (SELECT max(offset) FROM dead_letters) AS behind, partition = (SELECT any(partition) FROM dead_letters) AS beside
         FROM spans WHERE span_id = '${good.spanId}'`,
        ),
      ).toEqual({ behind: 1, beside: 1 });
      expect(
        await numbers(
          "SELECT sum(spans_dead_lettered) AS dead, count() AS messages FROM ledger WHERE spans_dead_lettered > 0",
        ),
      ).toEqual({ dead: poison.length, messages: poison.length });
    });

    test("a request with a bad span keeps the good ones", LONG, async () => {
      const [bad, kept] = [oddSpan("0000000000000000", {}), oddSpan("00f067aa0ba902b8", {})];
      await produce([encodeTraceRequest([bad, kept])], 1);
      await bed.drained();
      expect(await texts(`SELECT idx FROM spans WHERE span_id = '${kept.spanId}'`)).toEqual([{ idx: 1 }]);
      expect(
        await texts("SELECT idx, reason FROM dead_letters ORDER BY message_time DESC, offset DESC LIMIT 1"),
      ).toEqual([{ idx: 0, reason: "invalid_span_id" }]);
    });

    const oddities: readonly (readonly [string, Partial<OtlpSpan>, readonly string[]])[] = [
      ["no times", { startTimeUnixNano: 0n, endTimeUnixNano: 0n }, ["missing_start_time", "missing_end_time"]],
      ["not a number", { attributes: new Map([["gen_ai.request.temperature", Number.NaN]]) }, ["invalid_number"]],
      ["tokens below zero", { attributes: new Map([["gen_ai.usage.input_tokens", -5]]) }, ["invalid_token_count"]],
      ["invalid UTF-8", { attributes: new Map([["app.note", "broken here"]]) }, ["invalid_utf8"]],
      ["an end before the start", { endTimeUnixNano: 1_000_000n }, ["negative_duration"]],
    ];
    test("odd spans are stored, and say what was odd", LONG, async () => {
      const spanIds = oddities.map((_, index) => `00f067aa0ba903${String(index).padStart(2, "0")}`);
      const values = oddities.map(([, fields], index) =>
        damaged(encodeTraceRequest([oddSpan(spanIds[index] ?? "", fields)])),
      );
      await produce(values, values.length);
      await bed.drained();
      const rows = await texts(
        `SELECT quality_flags FROM spans WHERE span_id IN ('${spanIds.join("','")}') ORDER BY span_id`,
      );
      for (const [index, [label, , flags]] of oddities.entries()) {
        expect(rows[index]?.["quality_flags"], label).toEqual(expect.arrayContaining([...flags]));
      }
    });

    test("the ledger knows every message, and its sums say that nothing vanished", async () => {
      const stored = await numbers("SELECT count() AS spans FROM spans");
      const dead = await numbers("SELECT count() AS letters FROM dead_letters");
      expect(
        await numbers(
          `SELECT count() AS messages, uniqExact(topic, partition, offset) AS different, sum(spans_stored) AS stored,
           sum(spans_dead_lettered) AS dead, sum(spans_dropped) AS dropped FROM ledger`,
        ),
      ).toEqual({
        messages: sent.messages,
        different: sent.messages,
        stored: stored["spans"],
        dead: dead["letters"],
        dropped: 0,
      });
      expect(stored["spans"]).toBe(sent.spans);
    });

    test("without the store's deduplication the same crash doubles spans: the test would see it", LONG, async () => {
      bed.tap.disableDeduplication();
      const struck = bed.tap.strike("spans", "stored");
      await sendPlanted(0);
      await struck;
      await bed.crash("ingester");
      await bed.drained();
      expect(
        (await numbers("SELECT count() - uniqExact(topic, partition, offset, idx) AS doubled FROM spans"))["doubled"],
      ).toBeGreaterThan(0);
    });

    test("texts whose judgement is known come through, and are judged so", LONG, async () => {
      const { username, password } = bed.clickhouse.server.users.read;
      const command = startCommand(["verify", "detectors", "--timeout", "90"], {
        PARAPET_KAFKA_BROKERS: bed.brokers.join(","),
        PARAPET_CLICKHOUSE_URL: bed.clickhouse.server.url,
        PARAPET_CLICKHOUSE_READ_USER: username,
        PARAPET_CLICKHOUSE_READ_PASSWORD: password,
      });
      const { code } = await command.ended;
      const outcome = z.object({ canary: z.string(), status: z.string(), ok: z.boolean() });
      const outcomes = command
        .stdout()
        .trimEnd()
        .split("\n")
        .map((line) => outcome.parse(JSON.parse(line)));
      expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
      expect({ code, outcomes: outcomes.length }).toEqual({ code: 0, outcomes: 5 });
    });
  },
);

/** Puts a byte that no UTF-8 text has in place of the blank of "broken here". */
function damaged(request: Uint8Array): Uint8Array {
  const bytes = Buffer.from(request);
  const at = bytes.indexOf("broken here");
  if (at !== -1) bytes[at + "broken".length] = 0xff;
  return bytes;
}
