import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";
import { type KafkaCluster, kafkaAvailability, startKafka, suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { tokenFromFile } from "./bearer-token.ts";
import { createKafkaClient } from "./kafka-client.ts";
import { ensureTopic, type KafkaLogin, type KafkaSecurity } from "./index.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("a connection with TLS and SASL", absence), () => {
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cluster = await startKafka();
  });
  afterAll(() => cluster.stop());

  const connect = (security: KafkaSecurity, brokers = cluster.secure.brokers): Promise<boolean> => {
    const connection = { brokers, clientId: "security-test", log: silentLogger, security };
    return ensureTopic({ ...connection, topic: randomUUID(), partitions: 1 });
  };
  const login = (mechanism: KafkaLogin["mechanism"]): KafkaLogin => {
    return { mechanism, username: cluster.secure.username, password: cluster.secure.password };
  };

  it.each(["plain", "scram-sha-256", "scram-sha-512"] as const)("is let in by %s", async (mechanism) => {
    expect(await connect({ tls: { ca: cluster.secure.ca }, sasl: login(mechanism) })).toBe(true);
  });

  it("is let in by oauthbearer with a token that a file holds", async () => {
    const folder = mkdtempSync(join(tmpdir(), "parapet-token-"));
    const path = join(folder, "token");
    writeFileSync(path, `${unsecuredToken(60)}\n`);
    const sasl = { mechanism: "oauthbearer", token: tokenFromFile(path) } as const;
    expect(await connect({ tls: { ca: cluster.secure.ca }, sasl })).toBe(true);
    writeFileSync(path, unsecuredToken(-60)); // Read anew at each connection.
    await expect(connect({ tls: { ca: cluster.secure.ca }, sasl })).rejects.toMatchObject({ code: "token_refused" });
    rmSync(folder, { recursive: true });
  });

  it("gives its token anew before the broker's session ends, and stays connected", async () => {
    let tokens = 0;
    const token = async (): Promise<string> => {
      tokens += 1;
      return unsecuredToken(12); // Two seconds of life beside the ten that kafkajs keeps in reserve.
    };
    const security = { tls: { ca: cluster.secure.ca }, sasl: { mechanism: "oauthbearer", token } } as const;
    const kafka = createKafkaClient({
      brokers: cluster.secure.brokers,
      clientId: "security-test",
      log: silentLogger,
      security,
    });
    const admin = kafka.admin();
    await admin.connect();
    const atFirst = tokens;
    await expect
      .poll(async () => (await admin.describeCluster(), tokens), { timeout: 10_000, interval: 200 })
      .toBeGreaterThan(atFirst);
    await admin.disconnect();
  });

  it("is let in by its certificate where one is asked for, and not without", async () => {
    const { brokers, ca, cert, key } = cluster.mutual;
    expect(await connect({ tls: { ca, cert, key } }, brokers)).toBe(true);
    await expect(connect({ tls: { ca } }, brokers)).rejects.toThrow();
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

/** A token as Kafka's validator for tests takes it: claims in JSON that nobody has signed (RFC 7519, §6). */
function unsecuredToken(livesForSeconds: number): string {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const claims = { sub: "parapet", iat: nowSeconds - 120, exp: nowSeconds + livesForSeconds };
  const [header, payload] = [{ alg: "none" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${header}.${payload}.`;
}
