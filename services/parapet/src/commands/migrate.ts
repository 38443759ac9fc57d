import { migrate, migrationStatus } from "@parapet/clickhouse";
import { createLogger } from "@parapet/runtime";
import { Command } from "commander";

import { connectStore } from "../connect-store.ts";
import { writeLine, type Terminal } from "../terminal.ts";

/** `parapet migrate`: the schema of a ClickHouse that is not the embedded one. */
export function migrateCommand(terminal: Terminal): Command {
  return new Command("migrate")
    .description("bring the store to the schema of this version")
    .addCommand(
      new Command("up").description("apply what is missing; safe to repeat").action(() => migrateUp(terminal)),
    )
    .addCommand(
      new Command("status")
        .description("print current and latest version and what is pending; exit code 1 while something is")
        .action(() => showStatus(terminal)),
    );
}

async function migrateUp({ env }: Terminal): Promise<void> {
  const store = connectStore("migrate", env);
  try {
    await migrate(store, { log: createLogger({ service: "migrate", level: "info" }) });
  } finally {
    await store.close();
  }
}

/** Exit code 1 while something is missing, so that scripts can wait for a schema. */
async function showStatus({ env, stdout, setExitCode }: Terminal): Promise<void> {
  const store = connectStore("migrate", env);
  try {
    const status = await migrationStatus(store);
    await writeLine(stdout, JSON.stringify(status));
    if (status.pending.length > 0) setExitCode(1);
  } finally {
    await store.close();
  }
}
