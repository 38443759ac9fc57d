/**
 * A consumer to be killed: sends each range's values under its token to the store at the URL, and stops at SIGTERM.
 * Arguments: brokers, topic, group, URL of the store.
 */
import { insertToken } from "@parapet/delivery";
import { createLogger, systemClock } from "@parapet/runtime";

import { createKafkaSource } from "../src/kafka-source.ts";
import { textOf } from "./message.ts";

const [brokers = "", topic = "", groupId = "", storeUrl = ""] = process.argv.slice(2);

const source = createKafkaSource({
  brokers: brokers.split(","),
  topics: [topic],
  groupId,
  clientId: `crash-${process.pid}`,
  // Bounds that differ from one life to the next, so that a replay cannot get its range right by luck.
  range: { maxMessages: 20 + (process.pid % 30), maxBytes: 1_000_000, maxWaitMs: 10 },
  sessionTimeoutMs: 1_500,
  log: createLogger({ service: "crash-consumer", level: "error" }),
  clock: systemClock,
});

process.once("SIGTERM", () => void source.stop().then(() => process.exit(0)));

await source.start(async (range, signal) => {
  const body = JSON.stringify({ token: insertToken(range), values: range.messages.map(textOf) });
  const answer = await fetch(storeUrl, { method: "POST", body, signal });
  if (!answer.ok) throw new Error(`the store answered ${answer.status}`);
});
