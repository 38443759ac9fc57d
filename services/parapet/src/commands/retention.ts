import { readFileSync } from "node:fs";

import { applyRetention, loadTopology, parseRetentionPolicy, type RetentionPolicy } from "@parapet/clickhouse";
import { ConfigError, describeError, loadConfig, type Environment } from "@parapet/runtime";
import { Command } from "commander";
import { parse } from "yaml";
import { z } from "zod";

import { connectStore } from "../connect-store.ts";
import { writeLines, type Terminal } from "../terminal.ts";
import { secondsOf } from "./seconds-of.ts";

const notes = `
The file, YAML or JSON, names classes and gives tenants one; what a class leaves out, and tenants without one, are kept as
long as docs/specs/schema.md says:
  classes:
    short: { spans_days: 14, content_days: 3, findings_days: 30, embeddings_days: 3 }
    long: { spans_days: 400 }
  tenants:
    acme: short

It becomes part of the tables, so that it holds for what is stored already and for what comes. Rows leave within a day after
their time. Prints a line for each table that was changed, none where all is as the file says:
  {"table":"spans","before":"ingested_at + toIntervalDay(90)","after":"ingested_at + toIntervalDay(transform(…))","dry_run":false}`;

interface RetentionOptions {
  readonly file?: string;
  readonly dryRun: boolean;
  readonly timeout: number;
}

const settings = z.object({
  PARAPET_RETENTION_FILE: z.string().describe("a file of retention classes").optional(),
});

/** `parapet retention`: how long rows of each tenant are kept. */
export function retentionCommand(terminal: Terminal): Command {
  return new Command("retention").description("how long rows of each tenant are kept").addCommand(
    new Command("apply")
      .description("make the store keep rows as long as a file says; safe to repeat")
      .option("--file <path>", "the file of classes; default PARAPET_RETENTION_FILE")
      .option("--dry-run", "say what would change, and change nothing", false)
      .option("--timeout <seconds>", "when to give up", secondsOf, 3_600)
      .addHelpText("after", notes)
      .action((options: RetentionOptions) => apply(options, terminal)),
  );
}

async function apply({ file, dryRun, timeout }: RetentionOptions, { env, stdout }: Terminal): Promise<void> {
  const policy = readPolicy(file, env);
  const topology = loadTopology(env);
  const timeoutMs = timeout * 1_000;
  const store = await connectStore("migrate", env, { requestTimeoutMs: timeoutMs });
  try {
    const changes = await applyRetention(store, policy, { topology, dryRun, signal: AbortSignal.timeout(timeoutMs) });
    await writeLines(
      stdout,
      changes.map((change) => JSON.stringify({ ...change, dry_run: dryRun })),
    );
  } finally {
    await store.close();
  }
}

/** @throws ConfigError when no file is named or it cannot be read, ParapetError `retention_invalid` when it is wrong. */
function readPolicy(file: string | undefined, env: Environment): RetentionPolicy {
  const path = file ?? loadConfig(settings, env).PARAPET_RETENTION_FILE;
  if (path === undefined) throw new ConfigError("name a file of retention classes: --file, or PARAPET_RETENTION_FILE");
  let content: unknown;
  try {
    content = parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ConfigError(`the retention file ${path} cannot be read: ${describeError(error)}`);
  }
  return parseRetentionPolicy(content);
}
