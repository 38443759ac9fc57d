import {
  loadTopology,
  migrate,
  planSchema,
  repairSchema,
  reportSchema,
  type ClickHouse,
  type MigrateOptions,
} from "@parapet/clickhouse";
import { createLogger } from "@parapet/runtime";
import { Command } from "commander";

import { connectStore } from "../connect-store.ts";
import { writeLine, writeLines, type Terminal } from "../terminal.ts";
import { planLines, repairLines, statusLines, upLines } from "./migrate-lines.ts";

const notes = `
The store is the one that PARAPET_CLICKHOUSE_URL names; an embedded one is migrated by \`parapet up\` itself. On a cluster
PARAPET_CLICKHOUSE_CLUSTER names it.

Exit codes: 0 the schema is as this version needs it; 1 it is not, or a statement failed; 78 a setting is wrong. Errors
begin with their name: unsupported_server, unsupported_settings, missing_grants, unknown_cluster, schema_newer,
schema_edited, schema_half_run, migration_locked, migration_lock_lost, and those of the store.`;

interface MigrateFlags {
  readonly json: boolean;
}

type Work = (store: ClickHouse, flags: MigrateFlags, terminal: Terminal) => Promise<void>;

/** `parapet migrate`: the schema of a ClickHouse that is not the embedded one. */
export function migrateCommand(terminal: Terminal): Command {
  const command = (name: string, description: string, work: Work): Command =>
    new Command(name)
      .description(description)
      .option("--json", "one JSON object instead of lines", false)
      .action((flags: MigrateFlags) => withStore(terminal, (store) => work(store, flags, terminal)));
  return new Command("migrate")
    .description("bring the store to the schema of this version")
    .addHelpText("after", notes)
    .addCommand(command("up", "apply what is missing; safe to repeat, and to run twice at once", up))
    .addCommand(command("status", "say what is applied, pending or failed; exit code 1 unless all is applied", status))
    .addCommand(command("plan", "print the statements that `up` would run now", plan))
    .addCommand(
      command("repair", "compare what is there with what migrations make, and clear half-run statements", repair),
    );
}

/** Statements that rewrite columns take as long as the data is large. */
const STATEMENT_TIMEOUT_MS = 3_600_000;

async function withStore({ env }: Terminal, work: (store: ClickHouse) => Promise<void>): Promise<void> {
  const store = await connectStore("migrate", env, { requestTimeoutMs: STATEMENT_TIMEOUT_MS });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

function optionsOf({ env }: Terminal): MigrateOptions {
  return { log: createLogger({ service: "migrate", level: "info" }), topology: loadTopology(env) };
}

async function up(store: ClickHouse, { json }: MigrateFlags, terminal: Terminal): Promise<void> {
  const reached = await migrate(store, optionsOf(terminal));
  await writeLines(terminal.stdout, json ? [JSON.stringify(reached)] : upLines(reached));
}

async function status(store: ClickHouse, { json }: MigrateFlags, { stdout, setExitCode }: Terminal): Promise<void> {
  const report = await reportSchema(store);
  if (report.condition !== "schema_current") setExitCode(1);
  await writeLines(stdout, json ? [JSON.stringify(report)] : statusLines(report));
}

async function plan(store: ClickHouse, { json }: MigrateFlags, terminal: Terminal): Promise<void> {
  const planned = await planSchema(store, { topology: loadTopology(terminal.env) });
  if (json) await writeLine(terminal.stdout, JSON.stringify({ statements: planned }));
  else await writeLines(terminal.stdout, planLines(planned));
}

async function repair(store: ClickHouse, { json }: MigrateFlags, terminal: Terminal): Promise<void> {
  const report = await repairSchema(store, optionsOf(terminal));
  if (report.differences.length > 0) terminal.setExitCode(1);
  await writeLines(terminal.stdout, json ? [JSON.stringify(report)] : repairLines(report));
}
