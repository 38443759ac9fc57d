import { ConfigError, loadConfig, silentLogger, type Environment } from "@parapet/runtime";
import { expect, test } from "vitest";

import type { KafkaConnection } from "./kafka-client.ts";
import { kafkaConnection, kafkaSettings } from "./kafka-settings.ts";

function connectionOf(env: Environment): KafkaConnection {
  const settings = loadConfig(kafkaSettings, { PARAPET_KAFKA_BROKERS: "a:9092, b:9092", ...env });
  return kafkaConnection(settings, "test", silentLogger);
}

const user = { PARAPET_KAFKA_USERNAME: "alice", PARAPET_KAFKA_PASSWORD: "secret" };

test("brokers alone give a connection in clear", () => {
  expect(connectionOf({})).toMatchObject({ brokers: ["a:9092", "b:9092"], security: {} });
});

test("a mechanism carries its user, over TLS with the authority that was given", () => {
  const env = { ...user, PARAPET_KAFKA_SASL_MECHANISM: "plain", PARAPET_KAFKA_TLS: "true", PARAPET_KAFKA_CA: "pem" };
  expect(connectionOf(env).security).toEqual({
    tls: { ca: "pem" },
    sasl: { mechanism: "plain", username: "alice", password: "secret" },
  });
});

test("SCRAM may go without TLS, for it does not send the password", () => {
  expect(connectionOf({ ...user, PARAPET_KAFKA_SASL_MECHANISM: "scram-sha-512" }).security).toMatchObject({
    sasl: { mechanism: "scram-sha-512" },
  });
});

test("oauthbearer takes its token from a file or from a provider", async () => {
  const env = { PARAPET_KAFKA_SASL_MECHANISM: "oauthbearer", PARAPET_KAFKA_TLS: "true" };
  const fromFile = connectionOf({ ...env, PARAPET_KAFKA_TOKEN_PATH: "/no/such/token" }).security?.sasl;
  if (fromFile?.mechanism !== "oauthbearer") throw new Error("another mechanism");
  await expect(fromFile.token()).rejects.toMatchObject({ code: "ENOENT" });
  const fromProvider = connectionOf({
    ...env,
    PARAPET_KAFKA_OIDC_TOKEN_URL: "http://127.0.0.1:1/token",
    PARAPET_KAFKA_OIDC_CLIENT_ID: "parapet",
    PARAPET_KAFKA_OIDC_CLIENT_SECRET: "secret",
  }).security?.sasl;
  if (fromProvider?.mechanism !== "oauthbearer") throw new Error("another mechanism");
  await expect(fromProvider.token()).rejects.toThrow("fetch failed");
});

test.each([
  [
    "oauthbearer without a token",
    { PARAPET_KAFKA_SASL_MECHANISM: "oauthbearer", PARAPET_KAFKA_TLS: "true" },
    "PARAPET_KAFKA_TOKEN_PATH",
  ],
  [
    "oauthbearer without TLS",
    { PARAPET_KAFKA_SASL_MECHANISM: "oauthbearer", PARAPET_KAFKA_TOKEN_PATH: "/token" },
    "PARAPET_KAFKA_TLS",
  ],
  [
    "a provider that is asked in clear",
    {
      PARAPET_KAFKA_SASL_MECHANISM: "oauthbearer",
      PARAPET_KAFKA_TLS: "true",
      PARAPET_KAFKA_OIDC_CLIENT_ID: "parapet",
      PARAPET_KAFKA_OIDC_CLIENT_SECRET: "secret",
      PARAPET_KAFKA_OIDC_TOKEN_URL: "http://127.0.0.1.example/token",
    },
    "PARAPET_KAFKA_OIDC_TOKEN_URL",
  ],
  ["a mechanism without a user", { PARAPET_KAFKA_SASL_MECHANISM: "scram-sha-256" }, "PARAPET_KAFKA_USERNAME"],
  ["PLAIN without TLS", { ...user, PARAPET_KAFKA_SASL_MECHANISM: "plain" }, "PARAPET_KAFKA_TLS"],
  ["an unknown mechanism", { PARAPET_KAFKA_SASL_MECHANISM: "gssapi" }, "PARAPET_KAFKA_SASL_MECHANISM"],
])("%s is refused, and the setting named", (_, env, name) => {
  const connect = (): KafkaConnection => connectionOf(env);
  expect(connect).toThrow(ConfigError);
  expect(connect).toThrow(name);
});
