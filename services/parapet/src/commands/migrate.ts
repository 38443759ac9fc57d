import { migrate, migrationStatus, type ClickHouse } from "@parapet/clickhouse";
import { createLogger } from "@parapet/runtime";
import { Command } from "commander";

import { connectStore } from "../connect-store.ts";
import { writeLine, type Terminal } from "../terminal.ts";

const notes = `
The store is the one that PARAPET_CLICKHOUSE_URL names; an embedded one is migrated by \`parapet up\` itself.
Both print {"currentVersion","latestVersion","pending"}.`;

/** `parapet migrate`: the schema of a ClickHouse that is not the embedded one. */
export function migrateCommand(terminal: Terminal): Command {
  return new Command("migrate")
    .description("bring the store to the schema of this version")
    .addHelpText("after", notes)
    .addCommand(
      new Command("up")
        .description("apply what is missing; safe to repeat")
        .action(() => withStore(terminal, (store) => migrateUp(store, terminal))),
    )
    .addCommand(
      new Command("status")
        .description("say what is pending; exit code 1 while something is, so that scripts can wait")
        .action(() => withStore(terminal, (store) => showStatus(store, terminal))),
    );
}

async function withStore(terminal: Terminal, work: (store: ClickHouse) => Promise<void>): Promise<void> {
  const store = await connectStore("migrate", terminal.env);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function migrateUp(store: ClickHouse, { stdout }: Terminal): Promise<void> {
  const status = await migrate(store, { log: createLogger({ service: "migrate", level: "info" }) });
  await writeLine(stdout, JSON.stringify(status));
}

async function showStatus(store: ClickHouse, { stdout, setExitCode }: Terminal): Promise<void> {
  const status = await migrationStatus(store);
  if (status.pending.length > 0) setExitCode(1);
  await writeLine(stdout, JSON.stringify(status));
}
