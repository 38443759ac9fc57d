/**
 * A migrator that kills itself: `killed-migrator URL USER PASSWORD POINT`. It runs `migrate` through a client that ends
 * the process with SIGKILL the first time it gets to the point, and prints `done` where it never does.
 */
import { silentLogger } from "@parapet/runtime";

import { createClickHouse, type ClickHouse } from "../clickhouse.ts";
import { migrate } from "../schema/migrate.ts";

export type KillPoint = "began" | "running" | "ran" | "journalled";

const [url = "", username = "", password = "", point = ""] = process.argv.slice(2);

const kill = (): void => {
  process.kill(process.pid, "SIGKILL");
};

/** Preparations are statements too; the points count from the first attempt that is written. */
let hasBegun = false;

function lethal(clickhouse: ClickHouse): ClickHouse {
  return {
    ...clickhouse,
    withDatabase: (name) => lethal(clickhouse.withDatabase(name)),
    insert: async (table, rows, options) => {
      await clickhouse.insert(table, rows, options);
      if (table === "migration_attempts") hasBegun = true;
      if (table === "migration_attempts" && point === "began") kill();
      if (table === "migrations" && point === "journalled") kill();
    },
    command: async (sql, params, options) => {
      const ran = clickhouse.command(sql, params, options);
      // The request leaves in the next turns of the event loop; a millisecond later the server is at work on it.
      if (hasBegun && point === "running") setTimeout(kill, Math.random() * 4);
      await ran;
      if (hasBegun && point === "ran") kill();
    },
  };
}

const clickhouse = createClickHouse({ url, username, password });
const lockTimings = { renewMs: 20, silenceMs: 100, waitMs: 20_000 };
await migrate(lethal(clickhouse), { log: silentLogger, lockTimings });
await clickhouse.close();
process.stdout.write("done\n");
