import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { integerBetween, pick, type Random } from "@parapet/random";

import { SESSION_TIMEOUT_MS, type ChaosBed } from "./chaos-bed.ts";
import type { FaultProxy } from "./fault-proxy.ts";

interface FaultContext {
  readonly bed: ChaosBed;
  readonly random: Random;
  /** How long outages and storms last. */
  readonly outageMs: number;
  /** Called with how long a drain took. */
  readonly onDrained: (ms: number) => void;
}

type Fault = (context: FaultContext) => Promise<void>;

/** Everything that goes wrong beside the kills, by name. Each resolves when it is over. */
export const faults = {
  zombie: async ({ bed, random }) => {
    const step = pick(random, ["intent_committed", "storing", "between_tables", "stored"] as const);
    const member = await bed.crew.startChaos({ step, nth: integerBetween(random, 1, 3), signal: "SIGSTOP" });
    await untilStopped(member.process.pid);
    await delay(2 * SESSION_TIMEOUT_MS);
    process.kill(member.process.pid, "SIGCONT");
    await delay(SESSION_TIMEOUT_MS);
    await bed.crew.end(member, "SIGTERM");
  },
  rebalance_storm: async ({ bed, random, outageMs }) => {
    const endsAt = performance.now() + 3 * outageMs;
    const comeAndGo = async (): Promise<void> => {
      while (performance.now() < endsAt) {
        const member = await bed.crew.startChaos(null);
        await member.process.printed(/joined/, 60_000);
        await delay(integerBetween(random, 500, 2_000));
        await bed.crew.end(member, "SIGTERM");
      }
    };
    await Promise.all([comeAndGo(), comeAndGo(), comeAndGo()]);
  },
  drain: async ({ bed, onDrained }) => {
    const member = await bed.crew.startProduction();
    await Promise.race([member.proxy.inUse, delay(30_000, undefined, { ref: false })]);
    const begunAt = performance.now();
    const code = await bed.crew.end(member, "SIGTERM");
    onDrained(performance.now() - begunAt);
    if (code !== 0) throw new Error(`an ingester ended with ${code} after SIGTERM`);
  },
  broker_restart: async ({ bed, random }) => {
    await bed.kafka.kill();
    await delay(integerBetween(random, 200, 1_500));
    await bed.kafka.restart();
  },
  store_killed: async ({ bed, random }) => {
    const pid = bed.clickhouse.server.pid();
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await delay(integerBetween(random, 500, 1_500)); // Whoever supervises it starts it again.
  },
  store_refuses: ({ bed, outageMs }) =>
    forAll(bed, outageMs, { begin: (proxy) => proxy.refuse(true), end: (proxy) => proxy.refuse(false) }),
  store_slow: ({ bed, outageMs }) =>
    forAll(bed, outageMs, { begin: (proxy) => proxy.slowDown(16_384), end: (proxy) => proxy.slowDown(null) }),
  bodies_cut: ({ bed, outageMs }) =>
    forAll(bed, outageMs, { begin: (proxy) => void proxy.strike("cut_body", 3), end: () => undefined }),
  answers_cut: ({ bed, outageMs }) =>
    forAll(bed, outageMs, { begin: (proxy) => void proxy.strike("cut_answer", 3), end: () => undefined }),
  too_many_parts: (context) => withTableSetting("parts_to_throw_insert = 1", "too_many_parts", context),
  disk_full: (context) =>
    withTableSetting(`min_free_disk_bytes_to_perform_insert = ${2n ** 62n}`, "store_full", context),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults).filter((name): name is FaultName => name in faults);

/** Also of the processes that are started meanwhile: their proxies are new, and fail from the next look on. */
async function forAll(
  { crew }: ChaosBed,
  outageMs: number,
  { begin, end }: { readonly begin: (proxy: FaultProxy) => void; readonly end: (proxy: FaultProxy) => void },
): Promise<void> {
  const endsAt = performance.now() + outageMs;
  const begun = new Set<FaultProxy>();
  while (performance.now() < endsAt) {
    for (const { proxy } of crew.members) {
      if (!begun.has(proxy)) begin(proxy);
      begun.add(proxy);
    }
    await delay(50);
  }
  for (const proxy of begun) end(proxy);
}

/** How long a refusal is waited for: the group may be between two generations, and nobody inserts. */
const REFUSAL_TIMEOUT_MS = 30_000;

/** The server refuses inserts into `spans` by itself, with its own words, until the setting is taken back. */
async function withTableSetting(setting: string, code: string, { bed, outageMs }: FaultContext): Promise<void> {
  const refusals = (): number => bed.crew.storeErrors.get(code) ?? 0;
  const before = refusals();
  await alterTable(bed, `MODIFY SETTING ${setting}`);
  await delay(outageMs);
  for (let waitedMs = 0; refusals() === before && waitedMs < REFUSAL_TIMEOUT_MS; waitedMs += 200) await delay(200);
  await alterTable(bed, `RESET SETTING ${setting.split(" ")[0]}`);
}

/** Repeated, for the server may have been killed by another fault. */
async function alterTable({ clickhouse }: ChaosBed, change: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await clickhouse.migrate.command(`ALTER TABLE spans ${change}`);
      return;
    } catch (error) {
      if (attempt === 20) throw error;
      await delay(500);
    }
  }
}

/** Resolves when the process is stopped by a signal (state `T`, proc(5)), or has ended. */
async function untilStopped(pid: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      if (stat.slice(stat.lastIndexOf(")") + 2).startsWith("T")) return;
    } catch {
      throw new Error("the process that was to be frozen has ended");
    }
    await delay(50);
  }
  process.kill(pid, "SIGSTOP");
}
