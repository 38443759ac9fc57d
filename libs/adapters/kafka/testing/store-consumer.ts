/**
 * A consumer to be killed: writes a row of `spans` per message into the ClickHouse at the URL, and never stops by itself.
 * Arguments: brokers, topic, group, URL, user, password.
 */
import { createBlockSink, createClickHouse, toSpanRow } from "@parapet/clickhouse";
import { sampleSpan } from "@parapet/clickhouse/testing";
import { type Message, storeBlocks } from "@parapet/delivery";
import { createLogger, systemClock } from "@parapet/runtime";

import { createKafkaSource } from "../src/kafka-source.ts";
import { textOf } from "./message.ts";

const [brokers = "", topic = "", groupId = "", url = "", username = "", password = ""] = process.argv.slice(2);

const blocks = createBlockSink(createClickHouse({ url, username, password, requestTimeoutMs: 5_000 }));

const rowOf = (message: Message): object => {
  const { partition, offset } = message;
  return toSpanRow(sampleSpan({ span_id: textOf(message) }), { topic, partition, offset: String(offset), idx: 0 }, 0);
};

const source = createKafkaSource({
  brokers: brokers.split(","),
  topics: [topic],
  groupId,
  clientId: `store-${process.pid}`,
  // Bounds that differ from one life to the next, so that a replay cannot get its range right by luck.
  range: { maxMessages: 20 + (process.pid % 30), maxBytes: 1_000_000, maxWaitMs: 10 },
  sessionTimeoutMs: 1_500,
  backOff: { initialMs: 50, maxMs: 500 },
  log: createLogger({ service: "store-consumer", level: "error" }),
  clock: systemClock,
});

await source.start((range, signal) =>
  storeBlocks(blocks, range, [{ table: "spans", rows: range.messages.map(rowOf) }], signal),
);
