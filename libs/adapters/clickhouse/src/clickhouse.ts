import { Readable } from "node:stream";

import { createClient, drainStream, type ClickHouseClient, type ClickHouseSettings } from "@clickhouse/client";
import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import { encodePieces, type PieceLimits } from "./encode-pieces.ts";
import { storeError } from "./store-error.ts";

export interface ClickHouseOptions {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Default `parapet`. */
  readonly database?: string;
  /** How long one request may take, on both sides of the wire. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** Server settings that every request carries. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/** Values of `{name:Type}` placeholders. */
export type QueryParams = Readonly<Record<string, unknown>>;

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly settings?: Readonly<Record<string, string | number>>;
}

export interface InsertOptions {
  /**
   * Deduplication token: a second insert of the same rows into the same table with the same token adds nothing. Large
   * inserts are cut into pieces, and piece `n` carries `token/n`.
   */
  readonly token: string;
  readonly signal: AbortSignal;
}

/** One server as one user. Failures are `ParapetError`s whose codes `storeErrorCodes` lists. */
export interface ClickHouse {
  readonly database: string;
  /**
   * Rows of a SELECT, each parsed by `row`. 64-bit integers and decimals arrive as strings so that no digit is lost
   * (`z.coerce.number()` for counts), times as `YYYY-MM-DDTHH:MM:SS.nnnZ`, NaN and infinities as null.
   */
  readonly query: <T>(
    sql: string,
    params: QueryParams,
    row: z.ZodType<T>,
    options?: RequestOptions,
  ) => Promise<readonly T[]>;
  readonly command: (sql: string, params?: QueryParams, options?: RequestOptions) => Promise<void>;
  /** Resolves when the rows and what views made of them are written. */
  readonly insert: (table: string, rows: readonly object[], options: InsertOptions) => Promise<void>;
  /** The same of rows in ClickHouse's Native format: piece `n` is one insert and carries `token/n`. */
  readonly insertNative: (table: string, pieces: readonly Uint8Array[], options: InsertOptions) => Promise<void>;
  /** Creates the database itself where it is missing; needs the grant. */
  readonly createDatabase: (signal?: AbortSignal) => Promise<void>;
  /** Throws when the server does not answer or refuses the user. */
  readonly ping: (signal?: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

const defaultTimeoutMs = 30_000;

/** Size of one INSERT. Part of the deduplication contract: a change re-cuts the ranges that are replayed after it. */
const pieceLimits: PieceLimits = { maxRows: 50_000, maxBytes: 16 * 1_024 * 1_024 };

const answerSettings: ClickHouseSettings = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_json_quote_denormals: 0,
  date_time_output_format: "iso",
  cancel_http_readonly_queries_on_client_close: 1,
};

/** One insert is one block: with several, a retry might cut them elsewhere and miss the token. */
const insertSettings: ClickHouseSettings = {
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  async_insert: 0,
  wait_end_of_query: 1,
  max_insert_threads: "1",
  input_format_parallel_parsing: 0,
  max_insert_block_size: "1048576",
  min_insert_block_size_rows: "1048576",
  min_insert_block_size_bytes: "1073741824",
  max_partitions_per_insert_block: "0",
  date_time_input_format: "best_effort",
  input_format_skip_unknown_fields: 0,
};

/** A client over HTTP; connects at the first request. */
export function createClickHouse(options: ClickHouseOptions): ClickHouse {
  const database = options.database ?? "parapet";
  const client = connect(options, database);
  return {
    database,
    query: (sql, params, row, request = {}) => select({ client, sql, params, request }, row),
    command: (sql, params = {}, request = {}) => execute({ client, sql, params, request }),
    insert: (table, rows, insert) =>
      insertPieces({ client, table, format: "JSONEachRow" }, encodePieces(rows, pieceLimits), insert),
    insertNative: (table, pieces, insert) => insertPieces({ client, table, format: "Native" }, pieces, insert),
    createDatabase: (signal) => createDatabase(options, database, signal),
    ping: async (signal) => {
      await select(
        { client, sql: "SELECT 1 AS one", params: {}, request: signal === undefined ? {} : { signal } },
        z.object({ one: z.number() }),
      );
    },
    close: () => client.close(),
  };
}

interface Statement {
  readonly client: ClickHouseClient;
  readonly sql: string;
  readonly params: QueryParams;
  readonly request: RequestOptions;
}

function connect(options: ClickHouseOptions, database: string): ClickHouseClient {
  const timeoutMs = options.requestTimeoutMs ?? defaultTimeoutMs;
  return createClient({
    url: options.url,
    username: options.username,
    password: options.password,
    database,
    application: "parapet",
    request_timeout: timeoutMs,
    // Servers close idle connections after 3 s at the earliest; ours must go first, or a request meets a reset.
    keep_alive: { enabled: true, idle_socket_ttl: 2_500, eagerly_destroy_stale_sockets: true },
    log: { level: 127 }, // Off: its warnings quote statements. Failures are thrown to the caller, who logs.
    clickhouse_settings: { max_execution_time: Math.ceil(timeoutMs / 1_000), ...options.settings },
  });
}

async function select<T>({ client, sql, params, request }: Statement, row: z.ZodType<T>): Promise<readonly T[]> {
  const answer = await guarded("query", request.signal, async () => {
    const result = await client.query({
      query: sql,
      query_params: { ...params },
      format: "JSONEachRow",
      clickhouse_settings: { ...answerSettings, ...request.settings },
      ...abortable(request.signal),
    });
    return result.json<unknown>();
  });
  const parsed = z.array(row).safeParse(answer);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join(".")}: ${issue.code}`);
  throw new ParapetError("store_answer", `query: rows have another shape than expected (${paths.join(", ")})`);
}

async function execute({ client, sql, params, request }: Statement): Promise<void> {
  await guarded("command", request.signal, () =>
    client.command({
      query: sql,
      query_params: { ...params },
      clickhouse_settings: { wait_end_of_query: 1, ...request.settings },
      ...abortable(request.signal),
    }),
  );
}

interface InsertTarget {
  readonly client: ClickHouseClient;
  readonly table: string;
  readonly format: "JSONEachRow" | "Native";
}

async function insertPieces(
  { client, table, format }: InsertTarget,
  pieces: Iterable<Uint8Array>,
  options: InsertOptions,
): Promise<void> {
  let n = 0;
  for (const piece of pieces) {
    const token = `${options.token}/${n}`;
    await guarded(`insert into ${table}`, options.signal, async () => {
      // `exec` rather than `insert`: the rows are encoded already.
      const { stream } = await client.exec({
        query: `INSERT INTO {table:Identifier} FORMAT ${format}`,
        query_params: { table },
        values: Readable.from([piece], { objectMode: false }),
        clickhouse_settings: { ...insertSettings, insert_deduplication_token: token },
        abort_signal: options.signal,
      });
      await drainStream(stream); // Empty, but the connection is not reused before it ends.
    });
    n += 1;
  }
}

async function createDatabase(options: ClickHouseOptions, database: string, signal?: AbortSignal): Promise<void> {
  // The request must name a database that exists, and `default` always does.
  const client = connect(options, "default");
  try {
    await execute({
      client,
      sql: "CREATE DATABASE IF NOT EXISTS {database:Identifier}",
      params: { database },
      request: signal === undefined ? {} : { signal },
    });
  } finally {
    await client.close();
  }
}

/** Runs a request; an abort throws the signal's reason, everything else a named error. */
async function guarded<T>(what: string, signal: AbortSignal | undefined, request: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await request();
  } catch (error) {
    signal?.throwIfAborted();
    throw storeError(what, error, !what.startsWith("insert"));
  }
}

function abortable(signal: AbortSignal | undefined): { readonly abort_signal?: AbortSignal } {
  return signal === undefined ? {} : { abort_signal: signal };
}
