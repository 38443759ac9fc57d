import { startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import { startKafka } from "@parapet/testkit";
import { z } from "zod";

import { compileIngester, startIngesterProcess, type IngesterProcess } from "./ingester-process.ts";
import { createKafkaFeed, type KafkaFeed } from "./kafka-feed.ts";

/** What of a span's text is stored, as `PARAPET_CONTENT` says it. */
export const contents = ["none", "redacted", "full"] as const;
export type Content = (typeof contents)[number];

export interface IngesterSetup {
  readonly topic: string;
  readonly content: Content;
  readonly profileFolder?: string;
}

/** A real broker, a real store, and ingesters as processes between them. */
export interface PipelineBed {
  readonly feed: KafkaFeed;
  /** Where an ingester, ours or another, finds the broker and the store. */
  readonly brokers: readonly string[];
  readonly clickhouse: { readonly url: string; readonly username: string; readonly password: string };
  readonly startIngester: (setup: IngesterSetup) => Promise<IngesterProcess>;
  readonly countSpans: () => Promise<number>;
  /** Messages of the ledger by partition: all that comes before one of them is stored. */
  readonly countMessages: () => Promise<ReadonlyMap<number, number>>;
  /** Spans that are stored, and how many of them are different ones. */
  readonly countDistinctSpans: () => Promise<{ readonly all: number; readonly distinct: number }>;
  /** A new topic, and tables without rows. */
  readonly begin: (partitions: number) => Promise<string>;
  /** Gives the room back that stored messages and their texts take. */
  readonly forgetStored: (topic: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const tables = ["spans", "span_content", "findings", "dead_letters", "ledger"] as const;
const count = z.object({ n: z.coerce.number() });

export async function startPipelineBed(): Promise<PipelineBed> {
  compileIngester();
  const [kafka, store] = await Promise.all([startKafka(), startTestClickHouse()]);
  const feed = await createKafkaFeed(kafka.brokers);
  const { ingest } = store.server.users;
  return {
    feed,
    brokers: kafka.brokers,
    clickhouse: { url: store.server.url, ...ingest },
    startIngester: ({ topic, content, ...profile }) =>
      startIngesterProcess({
        ...profile,
        env: {
          PARAPET_KAFKA_BROKERS: kafka.brokers.join(","),
          PARAPET_KAFKA_TOPIC: topic,
          PARAPET_CLICKHOUSE_URL: store.server.url,
          PARAPET_CLICKHOUSE_INGEST_USER: ingest.username,
          PARAPET_CLICKHOUSE_INGEST_PASSWORD: ingest.password,
          PARAPET_HASH_KEY: "a key for benchmarks only",
          PARAPET_CONTENT: content,
        },
      }),
    countSpans: async () => (await store.read.query("SELECT count() AS n FROM spans", {}, count))[0]?.n ?? 0,
    countMessages: () => countMessages(store),
    countDistinctSpans: async () => {
      const row = z.object({ all: z.coerce.number(), distinct: z.coerce.number() });
      const sql = "SELECT count() AS all, uniqExact(partition, offset, idx) AS distinct FROM spans";
      return (await store.read.query(sql, {}, row))[0] ?? { all: 0, distinct: 0 };
    },
    begin: async (partitions) => {
      for (const table of tables) await store.migrate.command("TRUNCATE TABLE {table:Identifier}", { table });
      topics += 1;
      const topic = `bench-${topics}`;
      await feed.createTopic(topic, partitions);
      return topic;
    },
    forgetStored: async (topic) => {
      for (const [partition, n] of await countMessages(store)) await feed.forgetBefore(topic, partition, n);
      await store.migrate.command("TRUNCATE TABLE span_content");
    },
    stop: async () => {
      await feed.stop();
      await Promise.all([kafka.stop(), store.stop()]);
    },
  };
}

let topics = 0;

async function countMessages(store: TestClickHouse): Promise<ReadonlyMap<number, number>> {
  const row = z.object({ partition: z.number(), n: z.coerce.number() });
  const rows = await store.read.query("SELECT partition, count() AS n FROM ledger GROUP BY partition", {}, row);
  return new Map(rows.map(({ partition, n }) => [partition, n]));
}
