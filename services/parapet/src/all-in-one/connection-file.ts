import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

const user = z.object({ username: z.string(), password: z.string() });

/** How the embedded ClickHouse of a running all-in-one is reached: its port and passwords are new at each start. */
const connectionSchema = z.object({ url: z.string(), read: user, migrate: user });
export type Connection = z.infer<typeof connectionSchema>;

const NAME = "connection.json";

/** Lets the other commands find this process's store. Readable by its owner only. */
export function writeConnection(dataFolder: string, connection: Connection): void {
  writeFileSync(join(dataFolder, NAME), JSON.stringify(connection), { mode: 0o600 });
}

export function removeConnection(dataFolder: string): void {
  rmSync(join(dataFolder, NAME), { force: true });
}

/** The connection that a running process left in a folder, or null. */
export function readConnection(dataFolder: string): Connection | null {
  try {
    return connectionSchema.parse(JSON.parse(readFileSync(join(dataFolder, NAME), "utf8")));
  } catch {
    return null; // No process has its store here.
  }
}
