import { setTimeout as delay } from "node:timers/promises";

import { z } from "zod";

import { startCommand } from "../start-service.ts";
import type { ChaosBed } from "./chaos-bed.ts";

/** What the checks found when everything was said to be stored. All but the first three are 0 where delivery holds. */
export interface DeliveryReport {
  readonly messages: number;
  readonly deadLettered: number;
  /** Appended, never acknowledged, and in the log all the same. */
  readonly extra: number;
  readonly lost: number;
  readonly incomplete: number;
  readonly damaged: number;
  readonly doubled: number;
  /** Partitions whose committed offset is not their end. */
  readonly uncommitted: number;
  /** What the tables and rollups of the store differ by from its ledger and from each other. */
  readonly unbalanced: number;
}

const count = z.number();
const comparison = z.object({
  partitions: z.array(
    z.object({
      messages: count,
      dead_lettered: count,
      lost: count,
      incomplete: count,
      damaged: count,
      doubled: count,
      extra: count,
    }),
  ),
});
const balance = z.object({
  partitions: z.array(
    z.object({
      spans_attested: count,
      spans: count,
      dead_letters_attested: count,
      dead_letters: count,
      doubled: count,
      gaps: count,
    }),
  ),
  rollups: z.array(z.object({ rows: count, counted: count })),
});

/** Asks `parapet verify ledger`, with the producer's ledger and without, and the group's offsets. */
export async function checkDelivery(bed: ChaosBed): Promise<DeliveryReport> {
  const told = comparison.parse(await verify(bed, ["--file", bed.ledgerFile, "--complete"]));
  const own = balance.parse(await verify(bed, ["--since", "1971-01-01"]));
  const offsets = await bed.offsets.read();
  const sum = (name: keyof (typeof told.partitions)[number]): number =>
    told.partitions.reduce((total, tally) => total + tally[name], 0);
  const rows = own.partitions.reduce(
    (total, each) =>
      total +
      Math.abs(each.spans - each.spans_attested) +
      Math.abs(each.dead_letters - each.dead_letters_attested) +
      each.doubled +
      each.gaps,
    0,
  );
  const counted = own.rollups.reduce((total, { rows, counted }) => total + Math.abs(rows - counted), 0);
  return {
    messages: sum("messages"),
    deadLettered: sum("dead_lettered"),
    extra: sum("extra"),
    lost: sum("lost"),
    incomplete: sum("incomplete"),
    damaged: sum("damaged"),
    doubled: sum("doubled"),
    uncommitted: offsets.filter(({ committed, end }) => committed !== end && end > 0n).length,
    unbalanced: rows + counted,
  };
}

async function verify({ clickhouse }: ChaosBed, args: readonly string[]): Promise<unknown> {
  const { username, password } = clickhouse.server.users.read;
  const command = startCommand(["verify", "ledger", "--json", ...args], {
    PARAPET_CLICKHOUSE_URL: clickhouse.server.url,
    PARAPET_CLICKHOUSE_READ_USER: username,
    PARAPET_CLICKHOUSE_READ_PASSWORD: password,
  });
  await command.ended;
  if (command.stdout() === "") throw new Error(`parapet verify ledger ${args.join(" ")}: ${command.stderr()}`);
  return JSON.parse(command.stdout());
}

const DRAIN_TIMEOUT_MS = 180_000;
const LAST_WORDS = 3_000;

/** Resolves when the group has committed everything that is in the topic. */
export async function untilDrained({ offsets, crew }: ChaosBed): Promise<void> {
  const endsAt = performance.now() + DRAIN_TIMEOUT_MS;
  let last = "";
  while (performance.now() < endsAt) {
    const partitions = await offsets.read().catch(() => null); // The broker may be starting.
    if (partitions?.every(({ committed, end }) => committed === end || end === 0n) === true) return;
    last = (partitions ?? []).map(({ partition, committed, end }) => `${partition}: ${committed}/${end}`).join(", ");
    await delay(200);
  }
  const words = crew.members.map(({ process }) => process.stderr().slice(-LAST_WORDS)).join("\n");
  throw new Error(`not everything was committed within ${DRAIN_TIMEOUT_MS} ms: ${last}\n${words}`);
}

/** Whether delivery held. */
export function isWhole(report: DeliveryReport): boolean {
  const { lost, incomplete, damaged, doubled, uncommitted, unbalanced } = report;
  return lost + incomplete + damaged + doubled + uncommitted + unbalanced === 0;
}
