import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createClickHouse, type ClickHouse } from "@parapet/clickhouse";
import type { TestProcess } from "@parapet/testkit";
import { z } from "zod";

import { startCommand } from "./start-service.ts";

/** `parapet up` as a user starts it: the command, on a folder and on ports of its own. */
export interface AllInOne {
  readonly command: TestProcess;
  /** Addresses as it prints them. */
  readonly consoleUrl: string;
  readonly adminUrl: string;
  readonly otlpUrl: string;
  readonly grpcAddress: string;
  /** The embedded store as the user that may only read. */
  readonly read: ClickHouse;
}

export interface AllInOneOptions {
  readonly isDemo: boolean;
  /** `<folder>/data` and `<folder>/demo` hold the stores. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

const openPorts = {
  PARAPET_OTLP_GRPC_PORT: "0",
  PARAPET_OTLP_HTTP_PORT: "0",
  PARAPET_GRPC_PORT: "0",
  PARAPET_CONSOLE_PORT: "0",
  PARAPET_ADMIN_PORT: "0",
};

const READY_TIMEOUT_MS = 300_000;

/** Resolves when it has printed that it is ready. */
export async function startAllInOne({ isDemo, folder, env = {} }: AllInOneOptions): Promise<AllInOne> {
  const command = startCommand(isDemo ? ["up", "--demo"] : ["up"], {
    PARAPET_DATA_FOLDER: join(folder, "data"),
    ...openPorts,
    ...env,
  });
  const [, consoleUrl = ""] = await command.printed(/^ready {2}(http:\/\/\S+)$/m, READY_TIMEOUT_MS);
  const printed = (pattern: RegExp): string => pattern.exec(command.stdout())?.[1] ?? "";
  return {
    command,
    consoleUrl,
    adminUrl: printed(/^metrics +(http:\/\/\S+)\/metrics$/m),
    otlpUrl: printed(/OTLP\/HTTP (http:\/\/\S+)\/v1\/traces/),
    grpcAddress: printed(/^inline +gRPC ([\d.]+:\d+)/m),
    read: readerOf(join(folder, isDemo ? "demo" : "data")),
  };
}

const connectionSchema = z.object({
  url: z.string(),
  read: z.object({ username: z.string(), password: z.string() }),
});

/** What the running process has left for the other commands. */
function readerOf(dataFolder: string): ClickHouse {
  const { url, read } = connectionSchema.parse(JSON.parse(readFileSync(join(dataFolder, "connection.json"), "utf8")));
  return createClickHouse({ url, ...read });
}

/** A folder under the system's own for temporary files, and how to remove it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "parapet-e2e-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
