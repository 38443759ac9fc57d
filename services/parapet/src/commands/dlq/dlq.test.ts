import { createHash, randomUUID } from "node:crypto";

import { clickhouseAvailability, startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import type { OutgoingMessage } from "@parapet/delivery";
import { createKafkaProducer, ensureTopic, readMessages, type KafkaConnection } from "@parapet/kafka";
import { silentLogger } from "@parapet/runtime";
import { kafkaAvailability, startKafka, suiteName, type KafkaCluster } from "@parapet/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { jsonLines, runCommand } from "../../testing/run-command.ts";
import { dlqCommand } from "./dlq.ts";

const absence = kafkaAvailability() ?? clickhouseAvailability();

describe.skipIf(absence !== null)(suiteName("parapet dlq", absence), () => {
  let cluster: KafkaCluster;
  let clickhouse: TestClickHouse;
  let connection: KafkaConnection;
  let topic = "";

  beforeAll(async () => {
    [cluster, clickhouse] = await Promise.all([startKafka(), startTestClickHouse()]);
    connection = { brokers: cluster.brokers, clientId: "dlq-test", log: silentLogger };
  }, 60_000);
  afterAll(async () => {
    await Promise.all([cluster.stop(), clickhouse.stop()]);
  });
  beforeEach(async () => {
    topic = `llm.spans.${randomUUID()}`;
    await ensureTopic({ ...connection, topic, partitions: 1 });
    await clickhouse.migrate.command("TRUNCATE TABLE dead_letters");
  });

  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  const append = async (messages: readonly OutgoingMessage[]): Promise<void> => {
    const producer = createKafkaProducer({ ...connection, topic });
    await producer.send(messages, signal());
    await producer.stop();
  };
  const messageOf = (text: string): OutgoingMessage => ({
    key: Buffer.from("trace"),
    value: Buffer.from(text),
    headers: { "parapet-tenant": "acme" },
  });
  const readAll = async () =>
    (await readMessages(connection, { topic, partition: 0, offsets: [0n, 1n, 2n, 3n] }, signal())).map(
      ({ offset, key, value, headers }) => ({
        offset,
        key: Buffer.from(key ?? []).toString(),
        value: Buffer.from(value ?? []).toString(),
        headers,
      }),
    );
  /** The rows of a dead letter as the ingester writes them. */
  const letter = async (
    offset: number,
    text: string,
    { idx = -1, reason = "processing_failed", stored = 0, tenant = "acme" } = {},
  ): Promise<void> => {
    const hash = createHash("sha256").update(text).digest("hex");
    await clickhouse.migrate.command(
      `INSERT INTO dead_letters (topic, partition, offset, idx, tenant, reason, hash, size_bytes, message_time, stage)
       VALUES ('${topic}', 0, ${offset}, ${idx}, '${tenant}', '${reason}', '${hash}', ${text.length}, now64(9), 'ingester')`,
    );
    await clickhouse.migrate.command(
      `INSERT INTO ledger (topic, partition, offset, message_time, spans_stored, spans_dead_lettered)
       VALUES ('${topic}', 0, ${offset}, now64(9), ${stored}, 1)`,
    );
  };
  const dlq = (...args: readonly string[]) => {
    const { ingest, read } = clickhouse.server.users;
    const env = {
      PARAPET_KAFKA_BROKERS: cluster.brokers.join(","),
      PARAPET_CLICKHOUSE_URL: clickhouse.server.url,
      PARAPET_CLICKHOUSE_READ_USER: read.username,
      PARAPET_CLICKHOUSE_READ_PASSWORD: read.password,
      PARAPET_CLICKHOUSE_INGEST_USER: ingest.username,
      PARAPET_CLICKHOUSE_INGEST_PASSWORD: ingest.password,
    };
    return runCommand(dlqCommand, { args, env });
  };
  const place = (offset: number): string => `${topic}/0/${offset}`;

  it("lists messages by reason, tenant, topic and time, and no content", async () => {
    await letter(0, "secret words");
    await letter(1, "secret words too", { reason: "undecodable_json", tenant: "other" });
    const list = async (...args: readonly string[]) =>
      jsonLines((await dlq("ls", "--json", "--topic", topic, ...args)).stdout).map(({ place }) => place);
    expect(await list()).toEqual([place(1), place(0)]);
    expect(await list("--reason", "undecodable_json")).toEqual([place(1)]);
    expect(await list("--tenant", "acme")).toEqual([place(0)]);
    expect(await list("--since", "2100-01-01")).toEqual([]);
    const { stdout, stderr } = await dlq("ls", "--limit", "1");
    expect(stdout).not.toContain("secret");
    expect(stderr).toMatch(/more than 1;/);
  });

  it("shows why, and the bytes themselves only on demand", async () => {
    await append([messageOf("not a span")]);
    await letter(0, "not a span");
    const facts = await dlq("show", place(0));
    expect(JSON.parse(facts.stdout)).toMatchObject({ place: place(0), reasons: "processing_failed", size_bytes: 10 });
    const content = await dlq("show", place(0), "--content");
    expect(content.stdout).toBe("not a span");
    expect(JSON.parse(content.stderr)).toMatchObject({ place: place(0) });
  });

  it.each([
    { what: "nobody knows", offset: 3, texts: [], code: "letter_unknown" },
    { what: "retention has taken", offset: 1, texts: ["here"], code: "message_gone" },
    { what: "another stands in place of", offset: 0, texts: ["something else"], code: "message_changed" },
  ])("says so of a message that $what", async ({ offset, texts, code }) => {
    await append(texts.map(messageOf));
    if (offset !== 3) await letter(offset, "not a span");
    await expect(dlq("show", place(offset), "--content")).rejects.toMatchObject({ code });
  });

  it("requeues a message with its key and headers, once however often it is asked", async () => {
    await append([messageOf("not a span")]);
    await letter(0, "not a span");
    expect(jsonLines((await dlq("requeue", place(0), "--dry-run")).stdout)[0]).toMatchObject({
      outcome: "would_requeue",
    });
    const first = await dlq("requeue", place(0));
    expect(jsonLines(first.stdout)).toEqual([{ place: place(0), outcome: "requeued" }, { requeued: 1 }]);
    const second = await dlq("requeue", place(0));
    expect(jsonLines(second.stdout)[0]).toMatchObject({ outcome: "already_requeued" });
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const sent = { key: "trace", value: "not a span", headers: { "parapet-tenant": "acme" } };
    expect(await readAll()).toEqual([
      { offset: 0n, ...sent },
      { offset: 1n, ...sent, headers: { ...sent.headers, "parapet-requeued-from": place(0) } },
    ]);
  });

  it("requeues everything of a reason", async () => {
    await append(["one", "two", "three"].map(messageOf));
    await letter(0, "one");
    await letter(1, "two", { reason: "undecodable_json" });
    await letter(2, "three");
    const { stdout } = await dlq("requeue", "--reason", "processing_failed", "--topic", topic);
    expect(jsonLines(stdout).at(-1)).toEqual({ requeued: 2 });
    expect((await readAll()).map(({ value }) => value)).toEqual(["one", "two", "three", "three"]);
  });

  it("goes on with the letters that an earlier run has left over for its limit, and says that there are more", async () => {
    await append(["one", "two", "three"].map(messageOf));
    for (const [offset, text] of ["one", "two", "three"].entries()) await letter(offset, text);
    const requeue = () => dlq("requeue", "--reason", "processing_failed", "--topic", topic, "--limit", "2");
    const first = await requeue();
    expect(jsonLines(first.stdout).at(-1)).toEqual({ requeued: 2 });
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toMatch(/more than 2;/);
    const second = await requeue();
    expect(jsonLines(second.stdout).at(-1)).toEqual({ requeued: 1 });
    expect([second.exitCode, second.stderr]).toEqual([0, ""]);
    expect(jsonLines((await requeue()).stdout)).toEqual([{}]);
    expect((await readAll()).length).toBe(4);
  });

  it("takes a place that is named twice, or more places than the limit, for what they are", async () => {
    await append(["one", "two"].map(messageOf));
    await letter(0, "one");
    await letter(1, "two");
    const { exitCode, stdout } = await dlq(
      "requeue",
      place(0),
      `${place(0)}/-1`,
      place(1),
      "--limit",
      "1",
      "--dry-run",
    );
    expect([exitCode, jsonLines(stdout).at(-1)]).toEqual([0, { would_requeue: 2 }]);
  });

  it("leaves alone an attempt of which nobody knows how it ended, unless it is told", async () => {
    await append([messageOf("not a span")]);
    await letter(0, "not a span");
    const hash = createHash("sha256").update("not a span").digest("hex");
    await clickhouse.migrate.command(
      `INSERT INTO requeues (topic, partition, offset, hash, state) VALUES ('${topic}', 0, 0, '${hash}', 'begun')`,
    );
    const left = await dlq("requeue", place(0));
    expect([left.exitCode, jsonLines(left.stdout)[0]]).toMatchObject([1, { outcome: "requeue_unsure" }]);
    const again = await dlq("requeue", place(0), "--again");
    expect([again.exitCode, jsonLines(again.stdout)[0]]).toMatchObject([0, { outcome: "requeued" }]);
  });

  it.each([
    {
      what: "other spans of it are stored",
      outcome: "partly_stored",
      offset: 0,
      text: "half",
      more: { idx: 0, stored: 1 },
    },
    { what: "retention has taken it", outcome: "message_gone", offset: 1, text: "half", more: {} },
    { what: "another message stands there", outcome: "message_changed", offset: 0, text: "other", more: {} },
    { what: "there is nothing in it", outcome: "empty_message", offset: 0, text: "", more: {} },
  ])("appends nothing where $what, and ends with 1", async ({ outcome, offset, text, more }) => {
    await append([messageOf(text === "" ? "" : "half")]);
    await letter(offset, text, more);
    const { exitCode, stdout } = await dlq("requeue", place(offset));
    expect([exitCode, jsonLines(stdout)[0]]).toMatchObject([1, { outcome }]);
    expect(await readAll()).toHaveLength(1);
  });

  it("does not requeue everything by accident", async () => {
    await expect(dlq("requeue")).rejects.toThrow(/name places, or a --reason/);
  });
});
