import {
  booleanSetting,
  ConfigError,
  listSetting,
  pairsSetting,
  systemClock,
  urlSetting,
  type Logger,
} from "@parapet/runtime";
import { z } from "zod";

import { tokenFromFile, tokenFromOidc, type TokenSource } from "./bearer-token.ts";
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
  PARAPET_KAFKA_STALL_SECONDS: z.coerce.number().min(1).describe("a number of seconds, at least 1").default(120),
  PARAPET_DEAD_LETTER_TOPIC: z.string().min(1).describe("a topic that tells of dead letters").optional(),
  PARAPET_KAFKA_TLS: booleanSetting.default(false),
  PARAPET_KAFKA_CA: z.string().describe("the PEM of the authority that signed the brokers' certificates").optional(),
  PARAPET_KAFKA_CERT: z.string().describe("the PEM of this client's certificate").optional(),
  PARAPET_KAFKA_KEY: z.string().describe("the PEM of this client's private key").optional(),
  PARAPET_KAFKA_SASL_MECHANISM: z
    .enum(["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"])
    .describe("plain, scram-sha-256, scram-sha-512 or oauthbearer")
    .optional(),
  PARAPET_KAFKA_USERNAME: z.string().describe("the SASL user").optional(),
  PARAPET_KAFKA_PASSWORD: z.string().describe("the SASL password").optional(),
  PARAPET_KAFKA_TOKEN_PATH: z.string().describe("the path of a file that holds a bearer token").optional(),
  PARAPET_KAFKA_OIDC_TOKEN_URL: urlSetting.optional(),
  PARAPET_KAFKA_OIDC_CLIENT_ID: z.string().describe("the id of this client at the OIDC provider").optional(),
  PARAPET_KAFKA_OIDC_CLIENT_SECRET: z.string().describe("the secret of this client at the OIDC provider").optional(),
  PARAPET_KAFKA_OIDC_SCOPE: z.string().describe("the scopes to ask for, separated by blanks").optional(),
});
export type KafkaSettings = z.output<typeof kafkaSettings>;

/**
 * The connection that the settings describe.
 *
 * @throws ConfigError where a mechanism lacks its user or token, or would send a secret in clear.
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
  const mechanism = settings.PARAPET_KAFKA_SASL_MECHANISM;
  if (mechanism === undefined) return {};
  if ((mechanism === "plain" || mechanism === "oauthbearer") && !settings.PARAPET_KAFKA_TLS) {
    throw new ConfigError(
      `PARAPET_KAFKA_SASL_MECHANISM: ${mechanism} sends the secret in clear; set PARAPET_KAFKA_TLS too`,
    );
  }
  if (mechanism === "oauthbearer") return { sasl: { mechanism, token: tokenOf(settings) } };
  const { PARAPET_KAFKA_USERNAME: username, PARAPET_KAFKA_PASSWORD: password } = settings;
  if (username === undefined || password === undefined) {
    throw new ConfigError(
      "PARAPET_KAFKA_SASL_MECHANISM: needs a user; set PARAPET_KAFKA_USERNAME and PARAPET_KAFKA_PASSWORD",
    );
  }
  return { sasl: { mechanism, username, password } };
}

function tokenOf(settings: KafkaSettings): TokenSource {
  const {
    PARAPET_KAFKA_TOKEN_PATH: path,
    PARAPET_KAFKA_OIDC_TOKEN_URL: tokenUrl,
    PARAPET_KAFKA_OIDC_CLIENT_ID: clientId,
    PARAPET_KAFKA_OIDC_CLIENT_SECRET: clientSecret,
    PARAPET_KAFKA_OIDC_SCOPE: scope,
  } = settings;
  if (path !== undefined) return tokenFromFile(path);
  if (tokenUrl === undefined || clientId === undefined || clientSecret === undefined) {
    throw new ConfigError(
      "PARAPET_KAFKA_SASL_MECHANISM: oauthbearer needs a token; set PARAPET_KAFKA_TOKEN_PATH, or PARAPET_KAFKA_OIDC_TOKEN_URL, _CLIENT_ID and _CLIENT_SECRET",
    );
  }
  const { protocol, hostname } = new URL(tokenUrl);
  if (protocol !== "https:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) {
    throw new ConfigError("PARAPET_KAFKA_OIDC_TOKEN_URL: would send the client's secret in clear; use https");
  }
  return tokenFromOidc({ tokenUrl, clientId, clientSecret, ...(scope === undefined ? {} : { scope }) }, systemClock);
}
