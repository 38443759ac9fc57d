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

test.each([
  ["a mechanism without a user", { PARAPET_KAFKA_SASL_MECHANISM: "scram-sha-256" }, "PARAPET_KAFKA_USERNAME"],
  ["PLAIN without TLS", { ...user, PARAPET_KAFKA_SASL_MECHANISM: "plain" }, "PARAPET_KAFKA_TLS"],
  ["an unknown mechanism", { PARAPET_KAFKA_SASL_MECHANISM: "gssapi" }, "PARAPET_KAFKA_SASL_MECHANISM"],
])("%s is refused, and the setting named", (_, env, name) => {
  const connect = (): KafkaConnection => connectionOf(env);
  expect(connect).toThrow(ConfigError);
  expect(connect).toThrow(name);
});
