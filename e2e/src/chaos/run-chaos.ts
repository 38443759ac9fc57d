import { pick, seededRandom, shuffled, type Random } from "@parapet/random";

import type { Member } from "./ingester-crew.ts";
import { checkDelivery, untilDrained, type DeliveryReport } from "./check-delivery.ts";
import { startChaosBed, type ChaosBed } from "./chaos-bed.ts";
import { faultNames, faults, type FaultName } from "./faults.ts";
import { killOneAt, killPoints, type KillPoint } from "./kills.ts";

export interface ChaosOptions {
  readonly seed: number;
  /** How many ingesters are killed. */
  readonly kills: number;
  /** How often each other fault comes. */
  readonly rounds: number;
  /** How long outages last. */
  readonly outageMs: number;
  /** Goes on for at least so long, with further faults. */
  readonly minMs: number;
  readonly onProgress: (text: string) => void;
}

export interface ChaosSummary {
  readonly seed: number;
  readonly seconds: number;
  readonly kills: Readonly<Record<string, number>>;
  /** Killed elsewhere, because they did not come to their fail point in time. */
  readonly lateKills: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly acknowledged: { readonly messages: number; readonly spans: number; readonly deadLetters: number };
  /** Messages whose append was never answered. */
  readonly unanswered: number;
  /** How often each failure of the store was logged. */
  readonly storeErrors: Readonly<Record<string, number>>;
  readonly slowestDrainMs: number;
  readonly peakRssMib: number;
  readonly delivery: DeliveryReport;
}

/** Ingesters that are killed at the same time, beside one that stays. */
const VICTIMS = 2;

/** How often the producer appends. */
const APPEND_PAUSE_MS = 40;

/** Kills, faults and traffic at once; then everything is drained, and what is stored is compared with the ledger. */
export async function runChaos(options: ChaosOptions): Promise<ChaosSummary> {
  const begunAt = performance.now();
  const random = seededRandom(options.seed);
  const bed = await startChaosBed({ random });
  const tally = {
    kills: new Map<string, number>(),
    faults: new Map<string, number>(),
    lateKills: 0,
    slowestDrainMs: 0,
  };
  const producing = new AbortController();
  const survivor = keepOneAlive(bed);
  try {
    const produced = bed.produceUntil(producing.signal, APPEND_PAUSE_MS);
    await bed.produceHuge();
    const killList = planKills(random, options);
    const faultList = planFaults(random, options);
    const isOver = (): boolean => performance.now() - begunAt >= options.minMs;
    const killers = Array.from({ length: VICTIMS }, () =>
      killInTurn(killList, isOver, { bed, random, tally, options }),
    );
    await Promise.all([...killers, failInTurn(faultList, isOver, { bed, random, tally, options })]);
    producing.abort();
    await produced;
    options.onProgress("draining");
    await untilDrained(bed);
    await survivor.stop();
    const { messages, spans, deadLetters, unknown: unanswered } = bed.producer.acknowledged;
    return {
      seed: options.seed,
      seconds: Math.round((performance.now() - begunAt) / 1_000),
      kills: Object.fromEntries(tally.kills),
      lateKills: tally.lateKills,
      faults: Object.fromEntries(tally.faults),
      acknowledged: { messages, spans, deadLetters },
      unanswered,
      storeErrors: Object.fromEntries(bed.crew.storeErrors),
      slowestDrainMs: Math.round(tally.slowestDrainMs),
      peakRssMib: Math.round(bed.crew.peakRssBytes / 1024 ** 2),
      delivery: await checkDelivery(bed),
    };
  } finally {
    producing.abort();
    await survivor.stop();
    await bed.stop();
  }
}

interface RunContext {
  readonly bed: ChaosBed;
  readonly random: Random;
  readonly options: ChaosOptions;
  readonly tally: {
    readonly kills: Map<string, number>;
    readonly faults: Map<string, number>;
    lateKills: number;
    slowestDrainMs: number;
  };
}

/** Every fail point in turn, so that each comes about as often. */
function planKills(random: Random, { kills }: ChaosOptions): KillPoint[] {
  return shuffled(
    random,
    Array.from({ length: kills }, (_, index) => killPoints[index % killPoints.length] ?? "any_time"),
  );
}

function planFaults(random: Random, { rounds }: ChaosOptions): FaultName[] {
  return Array.from({ length: rounds }, () => shuffled(random, faultNames)).flat();
}

async function killInTurn(list: KillPoint[], isOver: () => boolean, context: RunContext): Promise<void> {
  const { bed, random, tally, options } = context;
  for (;;) {
    const point = list.shift() ?? (isOver() ? null : pick(random, killPoints));
    if (point === null) return;
    const isThere = await killOneAt(point, bed, random);
    tally.kills.set(point, (tally.kills.get(point) ?? 0) + 1);
    if (!isThere) tally.lateKills += 1;
    options.onProgress(`killed ${isThere ? "at" : "before"} ${point}`);
  }
}

async function failInTurn(list: FaultName[], isOver: () => boolean, context: RunContext): Promise<void> {
  const { bed, random, tally, options } = context;
  const onDrained = (ms: number): void => {
    tally.slowestDrainMs = Math.max(tally.slowestDrainMs, ms);
  };
  for (;;) {
    const name = list.shift() ?? (isOver() ? null : pick(random, faultNames));
    if (name === null) return;
    await faults[name]({ bed, random, outageMs: options.outageMs, onDrained });
    tally.faults.set(name, (tally.faults.get(name) ?? 0) + 1);
    options.onProgress(`over: ${name}`);
  }
}

/** One ingester as it is deployed, started again whenever it ends by itself. */
function keepOneAlive({ crew }: ChaosBed): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  let current: Member | null = null;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      current = await crew.startProduction();
      await current.process.ended;
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      if (current !== null) await crew.end(current, "SIGTERM");
      await running;
    },
  };
}
