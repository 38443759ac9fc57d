import type { OutgoingMessage } from "@parapet/delivery";
import { createKafkaProducer, createKafkaSource, ensureTopic } from "@parapet/kafka";
import { silentLogger, systemClock } from "@parapet/runtime";
import { freePorts, startKafka, type TestProcess } from "@parapet/testkit";
import { startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import { vi } from "vitest";

import { startInsertTap, type InsertTap } from "./insert-tap.ts";
import { startService, untilReady } from "./start-service.ts";

/** Gateway, ingester and guard as processes of their own, on a real Kafka and a real ClickHouse. */
export interface SplitBed {
  readonly clickhouse: TestClickHouse;
  readonly tap: InsertTap;
  readonly brokers: readonly string[];
  readonly otlpHttp: string;
  readonly otlpGrpc: string;
  /** Appends to the topic as any other producer would, past the gateway. */
  readonly produce: (messages: readonly OutgoingMessage[]) => Promise<void>;
  /** Ends the ingester or the guard with SIGKILL and starts another in its place. */
  readonly crash: (service: "ingester" | "guard") => Promise<void>;
  /** Resolves when both groups have committed everything that is in the topic. */
  readonly drained: () => Promise<void>;
  /** All that the services have written to their logs. */
  readonly logs: () => string;
  readonly stop: () => Promise<void>;
}

export interface BedOptions {
  /** Tenant by bearer token. */
  readonly tenants: Readonly<Record<string, string>>;
  readonly maxMessageBytes: number;
}

const TOPIC = "llm.spans";
const DRAIN_TIMEOUT_MS = 90_000;

export async function startSplitBed({ tenants, maxMessageBytes }: BedOptions): Promise<SplitBed> {
  const [kafka, clickhouse] = await Promise.all([startKafka(), startTestClickHouse()]);
  const tap = await startInsertTap(clickhouse.server.url);
  const connection = { brokers: kafka.brokers, clientId: "e2e", log: silentLogger };
  await ensureTopic({
    ...connection,
    topic: TOPIC,
    partitions: 4,
    settings: { "max.message.bytes": String(maxMessageBytes) },
  });
  const producer = createKafkaProducer({ ...connection, topic: TOPIC });
  const readers = ["parapet.ingester", "parapet.guard"].map((groupId) =>
    createKafkaSource({
      ...connection,
      topics: [TOPIC],
      groupId,
      range: { maxMessages: 1, maxBytes: 1, maxWaitMs: 1 },
      clock: systemClock,
    }),
  );

  const ports = await freePorts(8);
  const [otlpHttp = 0, otlpGrpc = 0, gatewayAdmin = 0, gatewayGrpc = 0, ...rest] = ports;
  const [ingesterAdmin = 0, ingesterGrpc = 0, guardAdmin = 0, guardGrpc = 0] = rest;
  const kafkaEnv = {
    PARAPET_KAFKA_BROKERS: kafka.brokers.join(","),
    // What the group waits for after a crash.
    PARAPET_KAFKA_SESSION_TIMEOUT_SECONDS: "3",
  };
  const storeEnv = {
    ...kafkaEnv,
    PARAPET_CLICKHOUSE_INGEST_USER: clickhouse.server.users.ingest.username,
    PARAPET_CLICKHOUSE_INGEST_PASSWORD: clickhouse.server.users.ingest.password,
    PARAPET_HASH_KEY: "a key for tests, and for nothing else",
  };
  const environments = {
    gateway: {
      ...kafkaEnv,
      PARAPET_OTLP_HTTP_PORT: String(otlpHttp),
      PARAPET_OTLP_GRPC_PORT: String(otlpGrpc),
      PARAPET_ADMIN_PORT: String(gatewayAdmin),
      PARAPET_GRPC_PORT: String(gatewayGrpc),
      PARAPET_TENANT_TOKENS: Object.entries(tenants)
        .map(([token, tenant]) => `${token}=${tenant}`)
        .join(","),
    },
    ingester: {
      ...storeEnv,
      PARAPET_CLICKHOUSE_URL: tap.url,
      PARAPET_ADMIN_PORT: String(ingesterAdmin),
      PARAPET_GRPC_PORT: String(ingesterGrpc),
    },
    guard: {
      ...storeEnv,
      PARAPET_CLICKHOUSE_URL: clickhouse.server.url,
      PARAPET_ADMIN_PORT: String(guardAdmin),
      PARAPET_GRPC_PORT: String(guardGrpc),
    },
  };
  const running = new Map<string, TestProcess>();
  const started: TestProcess[] = [];
  const start = (service: keyof typeof environments): TestProcess => {
    const child = startService(service, environments[service]);
    running.set(service, child);
    started.push(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...running.values()].map((child) => child.end("SIGKILL")));
    await Promise.all([producer.stop(), ...readers.map((reader) => reader.stop())]);
    await tap.stop();
    await Promise.all([kafka.stop(), clickhouse.stop()]);
  };

  const services = { gateway: gatewayAdmin, ingester: ingesterAdmin, guard: guardAdmin } as const;
  const starting = (["gateway", "ingester", "guard"] as const).map((name) => untilReady(start(name), services[name]));
  await Promise.all(starting).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const isDrained = async (): Promise<boolean> => {
    const lags = await Promise.all(readers.map((reader) => reader.lag()));
    return lags.flat().every(({ messages }) => messages === 0n);
  };
  return {
    clickhouse,
    tap,
    brokers: kafka.brokers,
    otlpHttp: `http://127.0.0.1:${otlpHttp}`,
    otlpGrpc: `127.0.0.1:${otlpGrpc}`,
    produce: (messages) => producer.send(messages, AbortSignal.timeout(30_000)),
    crash: async (service) => {
      await running.get(service)?.end("SIGKILL");
      start(service);
    },
    drained: async () => {
      await vi.waitUntil(isDrained, { timeout: DRAIN_TIMEOUT_MS, interval: 200 });
    },
    logs: () => started.map((child) => child.stdout() + child.stderr()).join(""),
    stop,
  };
}
