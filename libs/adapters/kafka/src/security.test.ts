import { randomUUID } from "node:crypto";

import { silentLogger } from "@parapet/runtime";
import { type KafkaCluster, kafkaAvailability, startKafka, suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ensureTopic, type KafkaSasl, type KafkaSecurity } from "./index.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("a connection with TLS and SASL", absence), () => {
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cluster = await startKafka();
  });
  afterAll(() => cluster.stop());

  const connect = (security: KafkaSecurity): Promise<boolean> => {
    const connection = { brokers: cluster.secure.brokers, clientId: "security-test", log: silentLogger, security };
    return ensureTopic({ ...connection, topic: randomUUID(), partitions: 1 });
  };
  const login = (mechanism: KafkaSasl["mechanism"]): KafkaSasl => {
    return { mechanism, username: cluster.secure.username, password: cluster.secure.password };
  };

  it.each(["plain", "scram-sha-256", "scram-sha-512"] as const)("is let in by %s", async (mechanism) => {
    expect(await connect({ tls: { ca: cluster.secure.ca }, sasl: login(mechanism) })).toBe(true);
  });

  it("is refused with a wrong password, which the error does not repeat", async () => {
    const sasl = { ...login("scram-sha-512"), password: "a wrong guess" };
    const refusal = await connect({ tls: { ca: cluster.secure.ca }, sasl }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Error);
    expect(String(refusal)).toMatch(/SASL/);
    expect(String(refusal)).not.toContain("a wrong guess");
  });

  it("refuses a broker whose certificate it does not trust", { timeout: 30_000 }, async () => {
    await expect(connect({ tls: {}, sasl: login("plain") })).rejects.toThrow(/self-signed certificate/);
  });
});
