/**
 * A consumer with nothing to do, which prints what share of a core it took for some seconds, and ends.
 * Arguments: brokers, topic, group, seconds.
 */
import { setTimeout as delay } from "node:timers/promises";

import { createLogger, systemClock } from "@parapet/runtime";

import { createKafkaSource } from "../src/kafka-source.ts";

const [brokers = "", topic = "", groupId = "", seconds = ""] = process.argv.slice(2);
const measuredMs = Number(seconds) * 1_000;

process.on("warning", ({ name }) => process.stdout.write(`warning ${name}\n`));

const source = createKafkaSource({
  brokers: brokers.split(","),
  topics: [topic],
  groupId,
  clientId: "idle",
  range: { maxMessages: 1, maxBytes: 1_000_000, maxWaitMs: 10 },
  log: createLogger({ service: "idle-consumer", level: "error" }),
  clock: systemClock,
});

await source.start(() => Promise.resolve());
await delay(1_000); // What the start has left to be compiled and collected.
const before = process.cpuUsage();
await delay(measuredMs);
const { user, system } = process.cpuUsage(before);
process.stdout.write(`share ${(user + system) / 1_000 / measuredMs}\n`);
await source.stop();
