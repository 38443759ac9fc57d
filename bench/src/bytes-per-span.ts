import { defaultSensitivePolicy } from "@parapet/sensitive";
import { readFileSync } from "node:fs";

import { createBlockSink, type ClickHouse } from "@parapet/clickhouse";
import { startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import { createRedactions, ingestMessage, rangeBlocks, type IngestMessageDeps } from "@parapet/ingester";
import { createGenaiPriceBook } from "@parapet/prices";
import { createKeyedHash } from "@parapet/runtime";
import { encodeTraceRequest, type OtlpSpan } from "@parapet/span";
import { z } from "zod";

import { langfuseRows, otelRows, type PeerRows } from "./bytes/peer-rows.ts";
import { langfuse, otelExporter, type PeerSchema } from "./bytes/peer-schemas.ts";
import { realisticSpans, type TrafficShape } from "./bytes/realistic-spans.ts";
import { print, type Figure } from "./measure.ts";

const shapes: Readonly<Record<string, TrafficShape>> = {
  "facts alone": { promptBytes: 0, answerBytes: 0, turns: 8, conversations: 10_000, isOneTrace: false },
  "chat, 2.6 KB": { promptBytes: 1_600, answerBytes: 350, turns: 8, conversations: 10_000, isOneTrace: false },
  "agent, 10 KB": { promptBytes: 14_000, answerBytes: 500, turns: 20, conversations: 1_000, isOneTrace: true },
};
const SPANS = 200_000;
/** What the agents' traffic holds is as many bytes in fewer spans. */
const LARGE_SPANS = 50_000;
const CHUNK = 5_000;
const SPANS_PER_MESSAGE = 20;

/** One schema under measurement: its tables, and how spans get into them. */
interface Contender {
  readonly name: string;
  readonly tables: readonly string[];
  readonly load: (spans: readonly OtlpSpan[]) => Promise<void>;
}

/**
 * `pnpm bench bytes`: what the same spans take on disk, indexes and marks too, in our tables, in those of the OpenTelemetry
 * Collector's exporter and in Langfuse's, each merged into one part. `cpu_s` is what the server spent to take them in.
 */
export async function benchBytes(): Promise<void> {
  for (const [name, shape] of Object.entries(shapes)) {
    const store = await startTestClickHouse();
    try {
      await benchShape(name, shape, store);
    } finally {
      await store.stop();
    }
  }
}

async function benchShape(name: string, shape: TrafficShape, store: TestClickHouse): Promise<void> {
  const own = ours(store);
  const others = [await peer(store, otelExporter, otelRows), await peer(store, langfuse, langfuseRows)];
  const count = askedCount() ?? (shape.promptBytes > 10_000 ? LARGE_SPANS : SPANS);
  const cpu = new Map<Contender, number>();
  for (const spans of chunks(realisticSpans(shape, count, 11))) {
    for (const contender of [own, ...others]) {
      const before = serverCpuSeconds(store);
      await contender.load(spans);
      cpu.set(contender, (cpu.get(contender) ?? 0) + serverCpuSeconds(store) - before);
    }
  }
  const figureOf = async (contender: Contender): Promise<Pick<Figure, "value" | "unit" | "cpu_s">> => ({
    value: (await bytesOnDisk(store.migrate, contender.tables)) / count,
    unit: "B/span",
    cpu_s: cpu.get(contender) ?? 0,
  });
  const figure = await figureOf(own);
  for (const other of others) {
    const theirs = await figureOf(other);
    const ratio = Number((figure.value / theirs.value).toFixed(3));
    print({ bench: "bytes", case: name, ...figure, peer: other.name, ratio });
    print({ bench: "bytes", case: `${name}, ${other.name}`, ...theirs });
  }
  if (process.argv.includes("--columns")) await printColumns(store.migrate, name, count);
}

/** `--spans 20000`, for a first look. */
function askedCount(): number | null {
  const place = process.argv.indexOf("--spans");
  return place === -1 ? null : Number(process.argv[place + 1]);
}

function* chunks(spans: Iterable<OtlpSpan>): Generator<readonly OtlpSpan[]> {
  let chunk: OtlpSpan[] = [];
  for (const span of spans) {
    chunk.push(span);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const deps: IngestMessageDeps = {
  prices: createGenaiPriceBook(),
  redactionOf: createRedactions({ policy: defaultSensitivePolicy, hashKey: "a key for benchmarks only" }),
  capture: { default: "redacted", rules: [] },
  hash: createKeyedHash("a key for benchmarks only"),
  topicTenants: new Map(),
};

/** Our way: OTLP messages, each from one application, through the ingester. */
function ours(store: TestClickHouse): Contender {
  const sink = createBlockSink(store.ingest);
  let offset = 0;
  const load = async (spans: readonly OtlpSpan[]): Promise<void> => {
    const rows = messagesOf(spans).map((value) => {
      const place = { topic: "llm.spans", partition: 0, offset: BigInt(offset) };
      offset += 1;
      return ingestMessage({ ...place, timestampMs: 1_790_000_000_000, key: null, value, headers: {} }, "bench", deps);
    });
    await sink.write(rangeBlocks(rows), `bench/${offset}`, AbortSignal.timeout(120_000));
  };
  return { name: "Parapet", tables: ["spans", "span_content", "findings", "ledger"], load };
}

function messagesOf(spans: readonly OtlpSpan[]): readonly Uint8Array[] {
  const byApplication = Map.groupBy(spans, ({ resource }) => resource);
  return [...byApplication.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / SPANS_PER_MESSAGE) }, (_, index) =>
      encodeTraceRequest(group.slice(index * SPANS_PER_MESSAGE, (index + 1) * SPANS_PER_MESSAGE)),
    ),
  );
}

async function peer(
  store: TestClickHouse,
  { name, statements, tables }: PeerSchema,
  rowsOf: (spans: readonly OtlpSpan[]) => readonly PeerRows[],
): Promise<Contender> {
  for (const statement of statements) await store.migrate.command(statement);
  const load = async (spans: readonly OtlpSpan[]): Promise<void> => {
    for (const { table, rows } of rowsOf(spans)) await insertJson(store, table, rows);
  };
  return { name, tables, load };
}

/** Our client knows our tables alone. */
async function insertJson({ server }: TestClickHouse, table: string, rows: readonly object[]): Promise<void> {
  const { username, password } = server.users.migrate;
  const query = new URLSearchParams({ database: "parapet", query: `INSERT INTO ${table} FORMAT JSONEachRow` });
  const answer = await fetch(`${server.url}/?${query.toString()}`, {
    method: "POST",
    headers: { "X-ClickHouse-User": username, "X-ClickHouse-Key": password, Connection: "close" },
    body: rows.map((row) => JSON.stringify(row)).join("\n"),
    signal: AbortSignal.timeout(120_000),
  });
  if (!answer.ok) throw new Error(`insert into ${table}: status ${answer.status}, ${await answer.text()}`);
  await answer.body?.cancel();
}

async function bytesOnDisk(clickhouse: ClickHouse, tables: readonly string[]): Promise<number> {
  const signal = AbortSignal.timeout(600_000);
  const settings = { max_execution_time: 600 };
  for (const table of tables) await clickhouse.command(`OPTIMIZE TABLE ${table} FINAL`, {}, { signal, settings });
  const [sum] = await clickhouse.query(
    `SELECT sum(bytes_on_disk) AS bytes FROM system.parts
     WHERE active AND database = 'parapet' AND table IN {tables:Array(String)}`,
    { tables },
    z.object({ bytes: z.coerce.number() }),
  );
  return sum?.bytes ?? Number.NaN;
}

/** User and system time of the server's process so far, as Linux counts it: fields 14 and 15 of /proc/PID/stat. */
function serverCpuSeconds({ server }: TestClickHouse): number {
  const stat = readFileSync(`/proc/${server.pid() ?? 0}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function printColumns(clickhouse: ClickHouse, name: string, count: number): Promise<void> {
  const row = z.object({ table: z.string(), column: z.string(), bytes: z.coerce.number() });
  const columns = await clickhouse.query(
    `SELECT table, column, sum(column_bytes_on_disk) AS bytes FROM system.parts_columns
     WHERE active AND database = 'parapet' AND table IN ('spans', 'span_content', 'otel_traces', 'observations', 'traces')
     GROUP BY table, column HAVING bytes > ${count} * 0.2 ORDER BY table, bytes DESC`,
    {},
    row,
  );
  for (const { table, column, bytes } of columns) {
    print({ bench: "bytes", case: `${name}, ${table}.${column}`, value: bytes / count, unit: "B/span", cpu_s: 0 });
  }
}
