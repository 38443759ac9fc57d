import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";

import { clickhouseAvailability, startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import { suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { runCommand } from "../../testing/run-command.ts";
import { verifyLedgerCommand } from "./verify-ledger.ts";

const absence = clickhouseAvailability();
const topic = "llm.spans";

describe.skipIf(absence !== null)(suiteName("parapet verify ledger", absence), () => {
  let clickhouse: TestClickHouse;
  const folder = mkdtempSync(join(tmpdir(), "parapet-verify-"));
  const file = join(folder, "ledger.jsonl");

  beforeAll(async () => {
    clickhouse = await startTestClickHouse();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await clickhouse.stop();
  });
  beforeEach(async () => {
    for (const table of [
      "spans",
      "span_content",
      "dead_letters",
      "ledger",
      "spans_1m",
      "findings_1m",
      "findings",
      "erasures",
    ])
      await clickhouse.migrate.command(`TRUNCATE TABLE ${table}`);
    await Promise.all([0, 1, 2].map((offset) => store({ offset, ids: [`a${offset}`, `b${offset}`] })));
    await storeLetter(3);
  });

  /** Rows as the ingester writes them of one message; what is left out is missing. */
  const store = async ({
    offset,
    ids,
    stream = "one",
    attested = ids.length,
  }: {
    readonly offset: number;
    readonly ids: readonly string[];
    readonly stream?: string;
    readonly attested?: number;
  }): Promise<void> => {
    const place = `'${topic}', 0, ${offset}`;
    for (const [idx, id] of ids.entries()) {
      await insert(
        `spans (topic, partition, offset, idx, span_id, start_time) VALUES (${place}, ${idx}, '${id}', now())`,
      );
      await insert(
        `span_content (topic, partition, offset, idx, span_id, start_time, input_messages) VALUES (${place}, ${idx}, '${id}', now(), 'text of ${id}')`,
      );
    }
    await insert(
      `ledger (topic, partition, offset, stream_id, message_time, spans_stored) VALUES (${place}, '${stream}', now(), ${attested})`,
    );
  };
  const storeLetter = async (offset: number): Promise<void> => {
    const place = `'${topic}', 0, ${offset}`;
    await insert(
      `dead_letters (topic, partition, offset, idx, reason, message_time) VALUES (${place}, -1, 'empty_message', now())`,
    );
    await insert(
      `ledger (topic, partition, offset, stream_id, message_time, spans_dead_lettered) VALUES (${place}, 'one', now(), 1)`,
    );
  };
  /** Also what is there already. */
  const insert = (what: string, settings = `insert_deduplication_token = '${randomUUID()}'`): Promise<void> =>
    clickhouse.migrate.command(`INSERT INTO ${what.replace(" VALUES ", ` SETTINGS ${settings} VALUES `)}`);
  const change = (what: string): Promise<void> =>
    clickhouse.migrate.command(`ALTER TABLE ${what} SETTINGS mutations_sync = 1`);

  const told = (offset: number, fields: object = {}): string => {
    const ids = [`a${offset}`, `b${offset}`];
    const content = crc32(ids.map((id) => `text of ${id}`).join(""));
    const line = { topic, partition: 0, offset: String(offset), spans: 2, dead_letters: 0 };
    return JSON.stringify({ ...line, span_ids: ids, content_crc32: content, ...fields });
  };
  const letter = JSON.stringify({ topic, partition: 0, offset: "3", spans: 7, dead_letters: 1 });

  const verify = async (args: readonly string[]) => {
    const { username, password } = clickhouse.server.users.read;
    const env = {
      PARAPET_CLICKHOUSE_URL: clickhouse.server.url,
      PARAPET_CLICKHOUSE_READ_USER: username,
      PARAPET_CLICKHOUSE_READ_PASSWORD: password,
    };
    const { stdout, exitCode } = await runCommand(verifyLedgerCommand, { args: [...args, "--json"], env });
    return { exitCode, ...JSON.parse(stdout) };
  };
  const verifyFile = async (lines: readonly string[], args: readonly string[] = []) => {
    writeFileSync(file, `${lines.join("\n")}\n`);
    const { exitCode, is_whole, partitions } = await verify(["--file", file, ...args]);
    return { exitCode, is_whole, tally: partitions[0] };
  };
  const everything = [told(0), told(1), told(2), letter];
  const whole = {
    topic,
    partition: 0,
    messages: 4,
    delivered: 4,
    dead_lettered: 1,
    pending: 0,
    lost: 0,
    incomplete: 0,
    damaged: 0,
    doubled: 0,
    extra: 0,
  };

  describe("with a producer's ledger", () => {
    it("finds nothing wrong where every message is stored once, and ends with 0", async () => {
      expect(await verifyFile(everything)).toEqual({ exitCode: 0, is_whole: true, tally: whole });
    });

    it.each([
      {
        what: "a message that left no trace is lost",
        harm: async () => {
          for (const table of ["spans", "span_content", "ledger"]) await change(`${table} DELETE WHERE offset = 1`);
        },
        expected: { delivered: 3, lost: 1 },
      },
      {
        what: "a span that is not there leaves its message incomplete",
        harm: () => change("spans DELETE WHERE span_id = 'a1'"),
        expected: { delivered: 3, incomplete: 1 },
      },
      {
        what: "rows that the ledger does not attest to are incomplete",
        harm: () => change("ledger DELETE WHERE offset = 1"),
        expected: { delivered: 3, incomplete: 1 },
      },
      {
        what: "a dead letter that is not there leaves its message incomplete",
        harm: () => change("dead_letters DELETE WHERE offset = 3"),
        expected: { delivered: 3, incomplete: 1, dead_lettered: 0 },
      },
      {
        what: "rows that are there twice are counted",
        harm: () => store({ offset: 1, ids: ["a1", "b1"] }),
        expected: { doubled: 5 },
      },
      {
        what: "a row at a place that neither the message nor the ledger has is damage",
        harm: () =>
          insert(`spans (topic, partition, offset, idx, span_id, start_time) VALUES ('${topic}', 0, 1, 9, 'x', now())`),
        expected: { delivered: 3, damaged: 1 },
        told: { span_ids: undefined, content_crc32: undefined },
      },
      {
        what: "a text that changed on the way is damage",
        harm: () => change("span_content UPDATE input_messages = 'other' WHERE span_id = 'b2'"),
        expected: { delivered: 3, damaged: 1 },
      },
      {
        what: "another span at the place of the producer's is damage",
        harm: async () => {
          await change("spans DELETE WHERE span_id = 'a2'");
          await insert(
            `spans (topic, partition, offset, idx, span_id, start_time) VALUES ('${topic}', 0, 2, 0, 'zz', now())`,
          );
        },
        expected: { delivered: 3, damaged: 1 },
      },
    ])("$what, and ends with 1", async ({ harm, expected, told: fields = {} }) => {
      await harm();
      expect(await verifyFile([told(0), told(1, fields), told(2), letter])).toEqual({
        exitCode: 1,
        is_whole: false,
        tally: { ...whole, ...expected },
      });
    });

    it("says what is not stored yet, which is no failure unless everything must be there", async () => {
      const lines = [...everything, told(9)];
      const soFar = { ...whole, messages: 5 };
      expect(await verifyFile(lines)).toMatchObject({ exitCode: 0, tally: { ...soFar, pending: 1 } });
      expect(await verifyFile(lines, ["--complete"])).toMatchObject({ exitCode: 1, tally: { ...soFar, lost: 1 } });
    });

    it("tells of messages that others appended in between", async () => {
      expect(await verifyFile([told(0), told(2), letter])).toMatchObject({ exitCode: 0, tally: { extra: 1 } });
    });

    it("takes a partition that the store has never heard of for not stored yet", async () => {
      const line = JSON.stringify({ topic: "other", partition: 5, offset: "0" });
      expect(await verifyFile([line])).toMatchObject({
        exitCode: 0,
        tally: { topic: "other", partition: 5, pending: 1 },
      });
    });

    it("does not take the rows of a topic that had the name before for doubled ones", async () => {
      const settings = "insert_allow_materialized_columns = 1";
      const minuteAgo = Math.floor(Date.now() / 1_000) - 60;
      const place = `'${topic}', 0, 1, toDateTime(${minuteAgo}, 'UTC')`;
      await insert(
        `ledger (topic, partition, offset, ingested_at, stream_id, message_time) VALUES (${place}, 'zero', now())`,
        settings,
      );
      await insert(
        `spans (topic, partition, offset, ingested_at, idx, span_id, start_time) VALUES (${place}, 0, 'old', now())`,
        settings,
      );
      expect(await verifyFile(everything)).toEqual({ exitCode: 0, is_whole: true, tally: whole });
    });

    it("knows a log whose stream was named otherwise before for the same log", async () => {
      await store({ offset: 4, ids: ["a4", "b4"], stream: "two" });
      expect(await verifyFile([...everything, told(4)])).toEqual({
        exitCode: 0,
        is_whole: true,
        tally: { ...whole, messages: 5, delivered: 5 },
      });
    });
  });

  describe("without one", () => {
    it("finds that ledger, tables and rollups agree, and ends with 0", async () => {
      expect(await verify([])).toEqual({
        exitCode: 0,
        is_whole: true,
        partitions: [
          {
            topic,
            partition: 0,
            messages: 4,
            spans_attested: 6,
            spans: 6,
            dead_letters_attested: 1,
            dead_letters: 1,
            doubled: 0,
            gaps: 0,
            first_gap: null,
          },
        ],
        rollups: [
          { rollup: "spans_1m", rows: 6, counted: 6 },
          { rollup: "findings_1m", rows: 0, counted: 0 },
        ],
        erased: { spans: 0, findings: 0 },
      });
    });

    it.each([
      {
        what: "spans that are missing",
        harm: () => change("spans DELETE WHERE offset = 1"),
        found: { partitions: [{ spans_attested: 6, spans: 4 }] },
      },
      {
        what: "spans that are there twice",
        harm: () => insert(`spans (topic, partition, offset, idx, start_time) VALUES ('${topic}', 0, 1, 0, now())`),
        found: { partitions: [{ doubled: 1 }] },
      },
      {
        what: "an offset that nobody has seen",
        harm: () => change("ledger DELETE WHERE offset = 1"),
        found: { partitions: [{ gaps: 1, first_gap: "1" }] },
      },
      {
        what: "a rollup that counted twice",
        harm: () => insert("spans_1m (minute, calls) VALUES (toStartOfMinute(now()), 3)"),
        found: { rollups: [{ rows: 6, counted: 9 }, {}] },
      },
    ])("finds $what, and ends with 1", async ({ harm, found }) => {
      await harm();
      expect(await verify([])).toMatchObject({ exitCode: 1, is_whole: false, ...found });
    });

    it("leaves out what is older than the time that is given", async () => {
      await change("ledger DELETE WHERE offset = 1");
      expect(await verify(["--since", "2100-01-01"])).toMatchObject({ exitCode: 0, partitions: [] });
    });

    it("accepts that spans are missing which an erasure has taken, and no more", async () => {
      await change("spans DELETE WHERE offset = 1");
      await insert("erasures (at, event, counts) VALUES (now(), 'erased', map('spans', '2'))");
      expect(await verify([])).toMatchObject({ exitCode: 0, is_whole: true, erased: { spans: 2 } });
      await change("spans DELETE WHERE offset = 2");
      expect(await verify([])).toMatchObject({ exitCode: 1, is_whole: false });
    });

    it("accepts no missing spans because of an erasure that was over before they came", async () => {
      await insert("erasures (at, event, counts) VALUES (now() - INTERVAL 5 DAY, 'erased', map('spans', '2'))");
      await change("spans DELETE WHERE offset = 1");
      expect(await verify([])).toMatchObject({ exitCode: 1, is_whole: false, erased: { spans: 0 } });
      expect(await verify(["--since", "2020-01-01"])).toMatchObject({ exitCode: 0, erased: { spans: 2 } });
    });

    it("accepts gaps where they are known to be harmless", async () => {
      await store({ offset: 6, ids: ["a6"] });
      const found = { partitions: [{ gaps: 2, first_gap: "4" }] };
      expect(await verify([])).toMatchObject({ exitCode: 1, ...found });
      expect(await verify(["--allow-gaps"])).toMatchObject({ exitCode: 0, ...found });
    });
  });
});
