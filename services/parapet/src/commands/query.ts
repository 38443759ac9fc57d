import { Command, Option } from "commander";
import { z } from "zod";

import { connectStore } from "../connect-store.ts";
import { writeLines, type Terminal } from "../terminal.ts";
import { secondsOf } from "./seconds-of.ts";
import { tableLines } from "./table-lines.ts";

interface QueryOptions {
  readonly format: "jsonl" | "table";
  readonly timeout: number;
}

const example = `
Example:
  parapet query "SELECT tenant, sum(calls) AS calls, sum(cost_usd) AS usd FROM spend GROUP BY tenant" --format table

What was spent is in view spend: spans and their corrections, each call once, as sums of its columns.`;

/** `parapet query`: one SELECT as the user that may only read. */
export function queryCommand(terminal: Terminal): Command {
  return new Command("query")
    .description("ask the store as its read-only user; 64-bit integers and decimals are printed as strings")
    .argument("<sql>", "one SELECT; tables need no database name")
    .addOption(
      new Option("--format <format>", "one JSON object a row, or columns for the eye")
        .choices(["jsonl", "table"])
        .default("jsonl"),
    )
    .option("--timeout <seconds>", "when to give up", secondsOf, 60)
    .addHelpText("after", example)
    .action((sql: string, options: QueryOptions) => query(sql, options, terminal));
}

/** Rows written with one call. */
const PAGE_ROWS = 1_000;

async function query(sql: string, { format, timeout }: QueryOptions, { env, stdout }: Terminal): Promise<void> {
  const timeoutMs = timeout * 1_000;
  const store = await connectStore("read", env, { requestTimeoutMs: timeoutMs });
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const rows = await store.query(sql, {}, z.record(z.string(), z.unknown()), { signal });
    const lines = format === "table" ? tableLines(rows) : rows.map((row) => JSON.stringify(row));
    for (let from = 0; from < lines.length; from += PAGE_ROWS) {
      await writeLines(stdout, lines.slice(from, from + PAGE_ROWS));
    }
  } finally {
    await store.close();
  }
}
