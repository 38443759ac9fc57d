import type { ClickHouse } from "@parapet/clickhouse";

import { judgeMessage, type Verdict } from "./judge-message.ts";
import { readPartitionLogs, type PartitionLog } from "./partition-log.ts";
import type { LedgerLine } from "./producer-ledger.ts";
import { countMessages, readStoredMessages, type StoredMessage } from "./stored-messages.ts";

/** What became of the messages of one partition that a producer knows of. All but `doubled` counts messages. */
export interface PartitionTally {
  readonly topic: string;
  readonly partition: number;
  readonly messages: number;
  /** As the producer says, as rows or as dead letters. */
  readonly delivered: number;
  /** Of these, with at least one dead letter. */
  readonly dead_lettered: number;
  /** Behind the last stored one: not read yet. */
  readonly pending: number;
  readonly lost: number;
  readonly incomplete: number;
  readonly damaged: number;
  /** Rows beyond the one that there must be. */
  readonly doubled: number;
  /** Stored between the first and the last message of the file, and not in it. */
  readonly extra: number;
}

/** What is added up while a file is read. */
interface OpenTally {
  /** Null where the store knows nothing of the partition. */
  readonly log: PartitionLog | null;
  readonly counts: Record<Verdict | "messages" | "dead_lettered" | "pending" | "doubled" | "known", number>;
  first: bigint;
  last: bigint;
}

export interface CompareOptions {
  /** Counts what is not stored yet as lost. */
  readonly isComplete: boolean;
  readonly signal: AbortSignal;
}

/** Compares a producer's ledger with the tables; holds one batch of lines. */
export async function compareLedger(
  store: ClickHouse,
  batches: AsyncIterable<readonly LedgerLine[]>,
  options: CompareOptions,
): Promise<readonly PartitionTally[]> {
  const logs = new Map(
    (await readPartitionLogs(store, { sinceSeconds: 0 }, options.signal)).map((log) => [keyOf(log), log]),
  );
  const tallies = new Map<string, OpenTally>();
  for await (const batch of batches) {
    for (const [key, lines] of Map.groupBy(batch, keyOf)) {
      const tally = tallies.get(key) ?? openTally(logs.get(key) ?? null, lines);
      tallies.set(key, tally);
      await addLines(tally, lines, { store, ...options });
    }
  }
  return Promise.all([...tallies].sort(byName).map(([key, tally]) => closeTally(key, tally, store, options.signal)));
}

function keyOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function openTally(log: PartitionLog | null, lines: readonly LedgerLine[]): OpenTally {
  const first = BigInt(lines[0]?.offset ?? 0);
  const counts = {
    messages: 0,
    delivered: 0,
    dead_lettered: 0,
    pending: 0,
    lost: 0,
    incomplete: 0,
    damaged: 0,
    doubled: 0,
    known: 0,
  };
  return { log, counts, first, last: first };
}

async function addLines(
  tally: OpenTally,
  lines: readonly LedgerLine[],
  { store, isComplete, signal }: CompareOptions & { readonly store: ClickHouse },
): Promise<void> {
  const { log } = tally;
  const offsets = lines.map(({ offset }) => BigInt(offset));
  const stored = log === null ? new Map<string, never>() : await readStoredMessages(store, log, offsets, signal);
  for (const [index, line] of lines.entries()) {
    const offset = offsets[index] ?? 0n;
    tally.first = offset < tally.first ? offset : tally.first;
    tally.last = offset > tally.last ? offset : tally.last;
    const isBehind = log === null || offset > log.lastOffset;
    countLine(tally.counts, line, { message: stored.get(line.offset), isPending: isBehind && !isComplete });
  }
}

function countLine(
  counts: OpenTally["counts"],
  line: LedgerLine,
  { message, isPending }: { readonly message: StoredMessage | undefined; readonly isPending: boolean },
): void {
  const verdict = isPending ? "pending" : judgeMessage(line, message);
  counts.messages += 1;
  counts[verdict] += 1;
  if (message === undefined) return;
  counts.doubled += message.doubledRows;
  if (message.ledgerRows > 0) counts.known += 1;
  if (verdict === "delivered" && message.deadLetters > 0) counts.dead_lettered += 1;
}

async function closeTally(
  key: string,
  { log, counts, first, last }: OpenTally,
  store: ClickHouse,
  signal: AbortSignal,
): Promise<PartitionTally> {
  const at = key.lastIndexOf("/");
  const stored = log === null ? 0 : await countMessages(store, log, [first, last], signal);
  const { known, ...told } = counts;
  return { topic: key.slice(0, at), partition: Number(key.slice(at + 1)), ...told, extra: Math.max(0, stored - known) };
}
