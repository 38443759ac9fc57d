import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import { ensureTopic } from "@parapet/kafka";
import { integerBetween, type Random } from "@parapet/random";
import { silentLogger } from "@parapet/runtime";
import { startKafka, type KafkaCluster } from "@parapet/testkit";

import { createChaosMessages } from "./chaos-message.ts";
import { openGroupOffsets, type GroupOffsets } from "./group-offsets.ts";
import { IngesterCrew } from "./ingester-crew.ts";
import { createLedgerProducer, type LedgerProducer } from "./ledger-producer.ts";

const TOPIC = "llm.spans";
const GROUP = "parapet.ingester";
const PARTITIONS = 6;
export const SESSION_TIMEOUT_MS = 2_000;

/** A real Kafka, a real ClickHouse, a producer that keeps a ledger, and the ingesters between them. */
export interface ChaosBed {
  readonly kafka: KafkaCluster;
  readonly clickhouse: TestClickHouse;
  readonly crew: IngesterCrew;
  readonly producer: LedgerProducer;
  readonly ledgerFile: string;
  readonly offsets: GroupOffsets;
  /** Appends a few messages to one partition. */
  readonly produce: () => Promise<void>;
  /** Appends one message that is too large to be taken in. */
  readonly produceHuge: () => Promise<void>;
  /** Appends every `pauseMs` until the signal; resolves when the last append is answered. */
  readonly produceUntil: (signal: AbortSignal, pauseMs: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ChaosBedOptions {
  readonly random: Random;
  /** Control: see `IngesterPlan`. */
  readonly hasRandomTokens?: boolean;
}

export async function startChaosBed({ random, hasRandomTokens = false }: ChaosBedOptions): Promise<ChaosBed> {
  const [kafka, clickhouse] = await Promise.all([startKafka(), startTestClickHouse()]);
  const folder = mkdtempSync(join(tmpdir(), "parapet-chaos-"));
  const ledgerFile = join(folder, "ledger.jsonl");
  const { brokers } = kafka;
  await createTopic(kafka);
  const { url, users } = clickhouse.server;
  const crew = new IngesterCrew({
    brokers,
    topic: TOPIC,
    groupId: GROUP,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    store: { url, ...users.ingest },
    hasRandomTokens,
  });
  const producer = createLedgerProducer({ brokers, topic: TOPIC, ledgerFile });
  const offsets = openGroupOffsets(brokers, { groupId: GROUP, topic: TOPIC });
  const messages = createChaosMessages(random);
  const produce = (): Promise<void> =>
    producer.append(
      integerBetween(random, 0, PARTITIONS - 1),
      Array.from({ length: integerBetween(random, 1, 6) }, () => messages.next()),
    );
  return {
    kafka,
    clickhouse,
    crew,
    producer,
    ledgerFile,
    offsets,
    produce,
    produceHuge: () => producer.append(0, [messages.huge()]),
    produceUntil: async (signal, pauseMs) => {
      while (!signal.aborted) {
        await produce();
        await delay(pauseMs, undefined, { signal }).catch(() => undefined); // The end of the run.
      }
    },
    stop: async () => {
      await crew.stop();
      await Promise.all([producer.stop(), offsets.stop()]);
      await Promise.all([kafka.stop(), clickhouse.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Also creates it anew, once it is deleted. */
export async function createTopic({ brokers }: KafkaCluster): Promise<void> {
  await ensureTopic({
    brokers,
    clientId: "chaos",
    log: silentLogger,
    topic: TOPIC,
    partitions: PARTITIONS,
    settings: { "max.message.bytes": String(32 * 1024 * 1024) },
  });
}
