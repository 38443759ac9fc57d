import { createReadStream } from "node:fs";

import type { ClickHouse } from "@parapet/clickhouse";
import { Command } from "commander";

import { connectStore } from "../../connect-store.ts";
import { writeLine, writeLines, type Terminal } from "../../terminal.ts";
import { timeOf } from "../reprice-scope.ts";
import { secondsOf } from "../seconds-of.ts";
import { tableLines } from "../table-lines.ts";
import { checkStore, type PartitionBalance, type RollupBalance, type StoreBalance } from "./check-store.ts";
import { compareLedger, type PartitionTally } from "./compare-ledger.ts";
import { readProducerLedger } from "./producer-ledger.ts";

interface VerifyOptions {
  readonly file?: string;
  readonly json: boolean;
  readonly complete: boolean;
  readonly since?: number;
  readonly allowGaps: boolean;
  readonly timeout: number;
}

const notes = `
With --file: compares what a producer wrote down with what is stored. The file has one JSON object for each message that
the brokers have acknowledged; topic, partition and offset are required:
  {"topic":"llm.spans","partition":0,"offset":"17","spans":2,"dead_letters":0,"span_ids":["…","…"],"content_crc32":123}
Without it: compares the ledger of the store with its tables and rollups, of the last day or from --since on.

Exit code 1 when something is lost, doubled, incomplete or damaged, or differs; messages that are not stored yet are
"pending" and no failure, unless --complete says that everything must be there.

Example:
  parapet verify ledger --file ledger.jsonl --complete --json`;

const DAY_SECONDS = 86_400;

/** `parapet verify ledger`: whether everything that was acknowledged is stored, once. */
export function verifyLedgerCommand(terminal: Terminal): Command {
  return new Command("ledger")
    .description("say what was lost or doubled between a producer and the tables; exit code 1 when anything was")
    .option("--file <ledger>", "what a producer wrote down, JSON lines; - is stdin")
    .option("--json", "one JSON object", false)
    .option("--complete", "count messages that are not stored yet as lost", false)
    .option("--since <time>", "without a file: from when on, as 2026-11-01 or 2026-11-01T12:00:00Z", timeOf)
    .option("--allow-gaps", "without a file: offsets that the ledger does not know are no failure", false)
    .option("--timeout <seconds>", "when to give up", secondsOf, 3_600)
    .addHelpText("after", notes)
    .action((options: VerifyOptions) => run(options, terminal));
}

async function run(options: VerifyOptions, terminal: Terminal): Promise<void> {
  const timeoutMs = options.timeout * 1_000;
  const store = await connectStore("read", terminal.env, { requestTimeoutMs: timeoutMs });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    if (options.file === undefined) await verifyStore(store, options, { ...terminal, signal });
    else await verifyFile(store, { ...options, file: options.file }, { ...terminal, signal });
  } finally {
    await store.close();
  }
}

interface Answering extends Terminal {
  readonly signal: AbortSignal;
}

async function verifyFile(
  store: ClickHouse,
  { file, json, complete: isComplete }: VerifyOptions & { readonly file: string },
  { stdin, stdout, setExitCode, signal }: Answering,
): Promise<void> {
  const input = file === "-" ? stdin : createReadStream(file);
  const partitions = await compareLedger(store, readProducerLedger(input), { isComplete, signal });
  const isWhole = partitions.every(isDelivered);
  if (!isWhole) setExitCode(1);
  if (json) await writeLine(stdout, JSON.stringify({ is_whole: isWhole, partitions }));
  else await writeLines(stdout, [...tableLines(partitions.map(rowOf)), isWhole ? "ok" : "wrong"]);
}

function isDelivered({ lost, incomplete, damaged, doubled }: PartitionTally): boolean {
  return lost + incomplete + damaged + doubled === 0;
}

async function verifyStore(
  store: ClickHouse,
  { json, since = Date.now() - DAY_SECONDS * 1_000, allowGaps }: VerifyOptions,
  { stdout, setExitCode, signal }: Answering,
): Promise<void> {
  const balance = await checkStore(store, { sinceSeconds: Math.max(0, Math.trunc(since / 1_000)), signal });
  const isWhole = isBalanced(balance, allowGaps);
  if (!isWhole) setExitCode(1);
  if (json) return writeLine(stdout, JSON.stringify({ is_whole: isWhole, ...balance }));
  const tables = [balance.partitions.map(rowOf), balance.rollups.map(rowOf)].flatMap(tableLines);
  return writeLines(stdout, [...tables, isWhole ? "ok" : "wrong"]);
}

function isBalanced({ partitions, rollups, erased }: StoreBalance, allowGaps: boolean): boolean {
  const missing = partitions.reduce((sum, each) => sum + each.spans_attested - each.spans, 0);
  const isWhole = (each: PartitionBalance): boolean =>
    each.spans <= each.spans_attested &&
    each.dead_letters === each.dead_letters_attested &&
    each.doubled === 0 &&
    (allowGaps || each.gaps === 0);
  // Rollups keep the counts of spans that were erased.
  const agrees = ({ rollup, rows, counted }: RollupBalance): boolean =>
    counted >= rows && counted - rows <= (rollup === "findings_1m" ? erased.findings : erased.spans);
  return missing <= erased.spans && partitions.every(isWhole) && rollups.every(agrees);
}

function rowOf(answer: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(answer));
}
