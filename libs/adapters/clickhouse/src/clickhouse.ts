import { text } from "node:stream/consumers";

import { createClient, type ClickHouseClient, type ClickHouseSettings } from "@clickhouse/client";
import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import { insertPieces, type InsertOptions } from "./insert-pieces.ts";
import { createRowEncoder, type RowEncoder } from "./native/encode-rows.ts";
import { guarded } from "./store-error.ts";
import { findTable } from "./tables/tables.ts";
import { wholeAnswers } from "./whole-answers.ts";

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
  /** Resolves when the rows, whose keys are columns of a table in `tables`, and what views made of them are written. */
  readonly insert: (table: string, rows: readonly object[], options: InsertOptions) => Promise<void>;
  /** The same of rows in ClickHouse's Native format: piece `n` is one insert and carries `token/n`. */
  readonly insertNative: (table: string, pieces: Iterable<Uint8Array>, options: InsertOptions) => Promise<void>;
  /** The same server and user, asked about another database; to be closed by itself. */
  readonly withDatabase: (database: string) => ClickHouse;
  /** Whether the user has a grant, as in `INSERT ON parapet.*`. */
  readonly isGranted: (grant: string, signal?: AbortSignal) => Promise<boolean>;
  /** Creates the database itself where it is missing; needs the grant. */
  readonly createDatabase: (signal?: AbortSignal) => Promise<void>;
  /** Throws when the server does not answer or refuses the user. */
  readonly ping: (signal?: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

const defaultTimeoutMs = 30_000;

const answerSettings: ClickHouseSettings = {
  ...wholeAnswers,
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_json_quote_denormals: 0,
  date_time_output_format: "iso",
  cancel_http_readonly_queries_on_client_close: 1,
  // On a cluster every table is spread: what a condition or a join asks of another one is gathered first, not refused.
  distributed_product_mode: "global",
};

/** A client over HTTP; connects at the first request. */
export function createClickHouse(options: ClickHouseOptions): ClickHouse {
  const database = options.database ?? "parapet";
  const client = connect(options, database);
  const encoderOf = createEncoders();
  return {
    database,
    query: (sql, params, row, request = {}) => select({ client, sql, params, request }, row),
    command: (sql, params = {}, request = {}) => execute({ client, sql, params, request }),
    insert: async (table, rows, insert) => {
      if (rows.length > 0) await insertPieces(client, table, encoderOf(table)(rows), insert);
    },
    insertNative: (table, pieces, insert) => insertPieces(client, table, pieces, insert),
    withDatabase: (other) => createClickHouse({ ...options, database: other }),
    isGranted: (grant, signal) => isGranted(client, grant, signal),
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

function createEncoders(): (table: string) => RowEncoder {
  const encoders = new Map<string, RowEncoder>();
  return (name) => {
    const known = encoders.get(name);
    if (known !== undefined) return known;
    const table = findTable(name);
    if (table === undefined) throw new ParapetError("store_schema", `insert into ${name}: no such table is defined`);
    const encoder = createRowEncoder(table);
    encoders.set(name, encoder);
    return encoder;
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

/** `exec` rather than `query`: the statement takes no format. */
async function isGranted(client: ClickHouseClient, grant: string, signal?: AbortSignal): Promise<boolean> {
  return guarded("grant", signal, async () => {
    const { stream } = await client.exec({ query: `CHECK GRANT ${grant}`, ...abortable(signal) });
    return (await text(stream)).trim() === "1";
  });
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

function abortable(signal: AbortSignal | undefined): { readonly abort_signal?: AbortSignal } {
  return signal === undefined ? {} : { abort_signal: signal };
}
