import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { extname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { ParapetError, type Logger } from "@parapet/runtime";

import { createClickHouse } from "../clickhouse.ts";
import { loadPasswords, type EmbeddedPasswords } from "./embedded-passwords.ts";
import { findEngineLibrary } from "./engine-library.ts";
import { lockFolder } from "./folder-lock.ts";
import { freePort } from "./free-port.ts";
import { renderServerConfig, renderUsersConfig, type EmbeddedShard } from "./server-config.ts";
import { SupervisedProcess } from "./supervised-process.ts";

export interface EmbeddedOptions {
  /** The server keeps everything in its subfolder `clickhouse`. */
  readonly dataFolder: string;
  readonly log: Logger;
  /** Deletes what is stored, once the folder is known to be used by nobody else. */
  readonly fresh?: boolean;
  /** Default: 4 GiB, or half of the machine's memory where that is less. */
  readonly memoryLimitBytes?: number;
  /** How long the server may take to answer. Default 30,000. */
  readonly startDeadlineMs?: number;
  /** Runs the server as a shard of a cluster on loopback. */
  readonly shard?: EmbeddedShard;
}

export interface ClickHouseUser {
  readonly username: string;
  readonly password: string;
}

/** A ClickHouse server of our own: a child process on loopback, started again when it dies. */
export interface EmbeddedClickHouse {
  readonly name: string;
  /** `http://127.0.0.1:PORT`; stays the same across restarts of the process. */
  readonly url: string;
  readonly users: { readonly ingest: ClickHouseUser; readonly read: ClickHouseUser; readonly migrate: ClickHouseUser };
  /** The process of now; undefined between an end and the next start. */
  readonly pid: () => number | undefined;
  /** Idempotent; ends the process and gives the data folder back. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the server and resolves when it answers.
 *
 * @throws ParapetError `embedded_unavailable` without an engine for this platform, `folder_in_use` when another
 * process runs on the folder, `embedded_failed` when the server does not answer in time.
 */
export async function startEmbeddedClickHouse(options: EmbeddedOptions): Promise<EmbeddedClickHouse> {
  const { dataFolder, log, startDeadlineMs = 30_000 } = options;
  const library = findEngineLibrary();
  const folder = resolve(dataFolder, "clickhouse"); // The server reads its files from a working folder of its own.
  const storeFolder = join(folder, "store");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(join(folder, "lock"));
  let server: SupervisedProcess | undefined;
  try {
    if (options.fresh === true) rmSync(storeFolder, { recursive: true, force: true, maxRetries: 5 });
    mkdirSync(storeFolder, { recursive: true, mode: 0o700 });
    const passwords = loadPasswords(join(folder, "passwords.json"));
    const configFile = writeConfig(folder, passwords, options);
    const { shard } = options;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    server = new SupervisedProcess(
      {
        file: childFile,
        args: [library, storeFolder, String(port), configFile, ...(shard ? [String(shard.nativePort)] : [])],
        consoleFile: join(folder, "console.log"),
      },
      log,
    );
    server.start();
    const users = namedUsers(passwords);
    await untilAnswering(url, users.read, startDeadlineMs, folder);
    server.markHealthy();
    return handle(url, users, server, unlock);
  } catch (error) {
    await server?.stop();
    unlock();
    throw error;
  }
}

// This file runs as TypeScript from source and as JavaScript when built; the child beside it does likewise.
const childFile = join(import.meta.dirname, `child-main${extname(import.meta.filename)}`);

function handle(
  url: string,
  users: EmbeddedClickHouse["users"],
  server: SupervisedProcess,
  unlock: () => void,
): EmbeddedClickHouse {
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= server.stop().then(unlock);
    return stopped;
  };
  return { name: "embedded-clickhouse", url, users, pid: () => server.pid, stop };
}

function writeConfig(folder: string, passwords: EmbeddedPasswords, options: EmbeddedOptions): string {
  const { memoryLimitBytes = defaultMemoryLimit(), shard } = options;
  const [configFile, usersFile] = [join(folder, "config.xml"), join(folder, "users.xml")];
  const config = { usersFile, logFile: join(folder, "server.log"), memoryLimitBytes, ...(shard ? { shard } : {}) };
  writeFileSync(usersFile, renderUsersConfig(passwords, shard !== undefined), { mode: 0o600 });
  writeFileSync(configFile, renderServerConfig(config), { mode: 0o600 });
  return configFile;
}

function defaultMemoryLimit(): number {
  const machine = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.min(4 * 1_024 ** 3, Math.floor(machine / 2));
}

function namedUsers(passwords: EmbeddedPasswords): EmbeddedClickHouse["users"] {
  return {
    ingest: { username: "ingest", password: passwords.ingest },
    read: { username: "read", password: passwords.read },
    migrate: { username: "migrate", password: passwords.migrate },
  };
}

async function untilAnswering(url: string, user: ClickHouseUser, deadlineMs: number, folder: string): Promise<void> {
  const client = createClickHouse({ url, ...user, database: "default" });
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    for (;;) {
      const failure = await client.ping(signal).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) return;
      if (signal.aborted) {
        throw new ParapetError(
          "embedded_failed",
          `embedded ClickHouse did not answer within ${deadlineMs} ms; see console.log in ${folder}`,
          {
            cause: failure,
          },
        );
      }
      await delay(20);
    }
  } finally {
    await client.close();
  }
}
