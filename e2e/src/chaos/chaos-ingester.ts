/**
 * An ingester of the production parts that strikes itself at a chosen step, and otherwise never stops by itself.
 * Argument: an `IngesterPlan` as JSON.
 */
import { defaultSensitivePolicy } from "@parapet/sensitive";
import { randomUUID } from "node:crypto";

import { createBlockSink, createClickHouse } from "@parapet/clickhouse";
import type { BlockSink } from "@parapet/delivery";
import { createIngester, createRedactions, ingestEncoding } from "@parapet/ingester";
import { createKafkaSource } from "@parapet/kafka";
import { createPriceBook } from "@parapet/prices";
import {
  createKeyedByteHash,
  createKeyedHash,
  createLogger,
  startTelemetry,
  systemClock,
  VERSION,
  type Clock,
} from "@parapet/runtime";

import { ingesterPlan, type StrikeStep } from "./ingester-plan.ts";

const HASH_KEY = "a key for tests, and for nothing else";

const plan = ingesterPlan.parse(JSON.parse(process.argv[2] ?? "{}"));

let left = plan.strike?.nth ?? 0;
const strikeAt = (step: StrikeStep): void => {
  if (plan.strike?.step !== step) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, plan.strike.signal);
};

const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + plan.clockOffsetMs };
const log = createLogger({ service: "chaos-ingester", level: "warn" });
const telemetry = startTelemetry({ service: "chaos-ingester", version: VERSION });

/** Table by table, so that there is a moment between two of them. */
function strikable(sink: BlockSink): BlockSink {
  return {
    write: async (blocks, token, signal, recheck) => {
      for (const block of blocks) {
        await sink.write([block], plan.hasRandomTokens ? randomUUID() : token, signal, recheck);
        strikeAt("between_tables");
      }
    },
  };
}

/**
 * That of the deployed ingesters, which take over from these and hand over to them. Seldom another: what was begun under it
 * is stored only when none of its inserts can be under way any more, a minute later.
 */
const capture = { default: "redacted", rules: [] } as const;
const own = ingestEncoding({ capture, sensitive: defaultSensitivePolicy, priceFiles: [] });
const encoding = process.pid % 100 === 0 ? "another-version" : own;

const source = createKafkaSource({
  brokers: plan.brokers,
  topics: [plan.topic],
  groupId: plan.groupId,
  clientId: `chaos-${process.pid}`,
  // Bounds that differ from one life to the next, so that a replay cannot get its range right by luck.
  range: { maxMessages: 20 + (process.pid % 30), maxBytes: 1024 * 1024, maxWaitMs: 20 + (process.pid % 50) },
  encoding,
  sessionTimeoutMs: plan.sessionTimeoutMs,
  backOff: { initialMs: 50, maxMs: 1_000 },
  onStep: strikeAt,
  clock,
  log,
});
const { storeUrl: url, username, password } = plan;
const ingester = createIngester({
  source,
  blocks: strikable(createBlockSink(createClickHouse({ url, username, password, requestTimeoutMs: 5_000 }))),
  prices: createPriceBook({ files: [] }),
  redactionOf: createRedactions({ policy: defaultSensitivePolicy, hashKey: HASH_KEY }),
  hash: createKeyedHash(HASH_KEY),
  topicTenants: new Map(),
  hashBytes: createKeyedByteHash(HASH_KEY),
  capture,
  meter: telemetry.meter,
  tracer: telemetry.tracer,
  log,
});
process.once("SIGTERM", () => {
  void ingester.stop().then(() => process.exit(0));
});
ingester.failed?.catch(() => process.exit(1));
await ingester.start();
process.stdout.write("joined\n");
