import { booleanSetting, ConfigError, listSetting, pairsSetting, type Logger } from "@parapet/runtime";
import { z } from "zod";

import type { KafkaConnection } from "./kafka-client.ts";
import type { KafkaSecurity } from "./security.ts";

/** Settings of every service that speaks to Kafka. */
export const kafkaSettings = z.object({
  PARAPET_KAFKA_BROKERS: listSetting
    .pipe(z.array(z.string().regex(/:\d+$/, "lacks a port")).min(1, "names no broker"))
    .describe("host:port of the brokers, separated by commas"),
  PARAPET_KAFKA_TOPIC: z.string().describe("the topic that spans flow through").default("llm.spans"),
  /** Topics that belong to one tenant each; they are read beside the common one. */
  PARAPET_TOPIC_TENANTS: pairsSetting.default(new Map()),
  PARAPET_KAFKA_SESSION_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(1)
    .describe("a number of seconds, at least 1")
    .default(30),
  PARAPET_KAFKA_TLS: booleanSetting.default(false),
  PARAPET_KAFKA_CA: z.string().describe("the PEM of the authority that signed the brokers' certificates").optional(),
  PARAPET_KAFKA_CERT: z.string().describe("the PEM of this client's certificate").optional(),
  PARAPET_KAFKA_KEY: z.string().describe("the PEM of this client's private key").optional(),
  PARAPET_KAFKA_SASL_MECHANISM: z
    .enum(["plain", "scram-sha-256", "scram-sha-512"])
    .describe("plain, scram-sha-256 or scram-sha-512")
    .optional(),
  PARAPET_KAFKA_USERNAME: z.string().describe("the SASL user").optional(),
  PARAPET_KAFKA_PASSWORD: z.string().describe("the SASL password").optional(),
});
export type KafkaSettings = z.output<typeof kafkaSettings>;

/**
 * The connection that the settings describe.
 *
 * @throws ConfigError where a mechanism has no user or password, or would send it in clear.
 */
export function kafkaConnection(settings: KafkaSettings, clientId: string, log: Logger): KafkaConnection {
  return { brokers: settings.PARAPET_KAFKA_BROKERS, clientId, security: securityOf(settings), log };
}

function securityOf(settings: KafkaSettings): KafkaSecurity {
  const { PARAPET_KAFKA_CA: ca, PARAPET_KAFKA_CERT: cert, PARAPET_KAFKA_KEY: key } = settings;
  const tls = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  return { ...(settings.PARAPET_KAFKA_TLS ? { tls } : {}), ...saslOf(settings) };
}

function saslOf(settings: KafkaSettings): Pick<KafkaSecurity, "sasl"> {
  const {
    PARAPET_KAFKA_SASL_MECHANISM: mechanism,
    PARAPET_KAFKA_USERNAME: username,
    PARAPET_KAFKA_PASSWORD: password,
  } = settings;
  if (mechanism === undefined) return {};
  if (mechanism === "plain" && !settings.PARAPET_KAFKA_TLS) {
    throw new ConfigError("PARAPET_KAFKA_SASL_MECHANISM: plain sends the password in clear; set PARAPET_KAFKA_TLS too");
  }
  if (username === undefined || password === undefined) {
    throw new ConfigError(
      "PARAPET_KAFKA_SASL_MECHANISM: needs a user; set PARAPET_KAFKA_USERNAME and PARAPET_KAFKA_PASSWORD",
    );
  }
  return { sasl: { mechanism, username, password } };
}
