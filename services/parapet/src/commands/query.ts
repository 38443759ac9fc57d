import { Command, Option } from "commander";
import { z } from "zod";

import { connectStore } from "../connect-store.ts";
import { writeLine, type Terminal } from "../terminal.ts";

interface QueryOptions {
  readonly format: "jsonl" | "table";
  readonly timeout: number;
}

type Row = Readonly<Record<string, unknown>>;

/** `parapet query`: one SELECT as the user that may only read. */
export function queryCommand(terminal: Terminal): Command {
  return new Command("query")
    .description("ask the store as its read-only user; 64-bit integers and decimals are printed as strings")
    .argument("<sql>", "one SELECT; tables need no database name")
    .addOption(new Option("--format <format>").choices(["jsonl", "table"]).default("jsonl"))
    .option("--timeout <seconds>", "when to give up", Number, 60)
    .action((sql: string, options: QueryOptions) => query(sql, options, terminal));
}

async function query(sql: string, { format, timeout }: QueryOptions, { env, stdout }: Terminal): Promise<void> {
  const store = connectStore("read", env);
  try {
    const signal = AbortSignal.timeout(timeout * 1_000);
    const rows = await store.query(sql, {}, z.record(z.string(), z.unknown()), { signal });
    for (const line of format === "table" ? tableLines(rows) : rows.map((row) => JSON.stringify(row))) {
      await writeLine(stdout, line);
    }
  } finally {
    await store.close();
  }
}

function tableLines(rows: readonly Row[]): readonly string[] {
  const columns = Object.keys(rows[0] ?? {});
  const cells = [columns, ...rows.map((row) => columns.map((column) => cellText(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** One line, whatever stands in the column. */
function cellText(value: unknown): string {
  if (value === null) return "NULL";
  return (typeof value === "string" ? value : JSON.stringify(value)).replace(/\s+/g, " ");
}
