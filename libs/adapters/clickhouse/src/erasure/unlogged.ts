import type { RequestOptions } from "../clickhouse.ts";

/**
 * For questions with the id of a subject in them: the server writes values of parameters into its log of statements, which
 * would remember whom it is to forget.
 */
export function unlogged(signal: AbortSignal): RequestOptions {
  return { signal, settings: { log_queries: 0 } };
}
