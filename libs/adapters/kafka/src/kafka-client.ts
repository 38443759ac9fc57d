import type { Logger } from "@parapet/runtime";
import kafkajs, { type Kafka, type RetryOptions } from "kafkajs";

import { registerCodecs } from "./codecs.ts";
import { watchConsumerGroups } from "./consumer-group.ts";
import { frameSocket } from "./frame-socket.ts";
import { kafkaLogCreator } from "./kafka-logger.ts";
import { requireKnownKafkajs } from "./kafkajs-version.ts";
import { lendFetchedFrames } from "./lent-frames.ts";
import { quietRequestQueue } from "./quiet-request-queue.ts";
import { checkFetchedRecords } from "./record-checksums.ts";
import { type KafkaSecurity, toKafkaJsSecurity } from "./security.ts";
import { takeAnswersWhole } from "./whole-answers.ts";

/** Where the cluster is and as whom to speak to it. */
export interface KafkaConnection {
  /** `host:port` of some brokers; the others are found through them. */
  readonly brokers: readonly string[];
  /** Names this process in the brokers' logs and quotas. */
  readonly clientId: string;
  readonly security?: KafkaSecurity;
  readonly log: Logger;
}

/** kafkajs gives up soon and says so; going on for ever is decided, and logged, by the callers. */
const retry: RetryOptions = { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000 };

export function createKafkaClient({ brokers, clientId, security = {}, log }: KafkaConnection): Kafka {
  requireKnownKafkajs();
  watchConsumerGroups();
  registerCodecs();
  checkFetchedRecords();
  lendFetchedFrames();
  quietRequestQueue();
  takeAnswersWhole();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...toKafkaJsSecurity(security),
    socketFactory: frameSocket,
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: kafkaLogCreator(log),
  });
}
