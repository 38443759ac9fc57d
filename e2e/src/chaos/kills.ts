import { setTimeout as delay } from "node:timers/promises";

import { integerBetween, type Random } from "@parapet/random";

import type { ChaosBed } from "./chaos-bed.ts";
import type { InsertFault } from "./fault-proxy.ts";
import { strikeSteps, type StrikeStep } from "./ingester-plan.ts";

/**
 * Where an ingester is killed: at a step of a range by its own hand, in the middle of an insert's body, when an insert
 * is stored and not yet answered, or at any time.
 */
export type KillPoint = StrikeStep | "in_body" | "before_answer" | "any_time";

export const killPoints: readonly KillPoint[] = [...strikeSteps, "in_body", "before_answer", "any_time"];

/** How long a process may take to come to its fail point: it starts, joins, and the store may be away meanwhile. */
const POINT_TIMEOUT_MS = 60_000;

/** Starts an ingester and kills it at a fail point. False when it did not come there in time and was killed elsewhere. */
export async function killOneAt(point: KillPoint, bed: ChaosBed, random: Random): Promise<boolean> {
  switch (point) {
    case "any_time":
      return killAtAnyTime(bed, integerBetween(random, 50, 800));
    case "in_body":
      return killAtProxy(bed, "hold_body");
    case "before_answer":
      return killAtProxy(bed, "hold_answer");
    case "intent_committing":
    case "intent_committed":
    case "storing":
    case "between_tables":
    case "stored":
    case "committed": {
      const strike = { step: point, nth: integerBetween(random, 1, 4), signal: "SIGKILL" } as const;
      return bed.crew.ended(await bed.crew.startChaos(strike), POINT_TIMEOUT_MS);
    }
    default:
      throw new TypeError(`no kill point: ${String(point satisfies never)}`);
  }
}

/** The ingester as it is deployed, some time after its first insert. */
async function killAtAnyTime({ crew }: ChaosBed, afterMs: number): Promise<boolean> {
  const member = await crew.startProduction();
  const isInUse = await within(POINT_TIMEOUT_MS, member.proxy.inUse);
  await delay(afterMs);
  await crew.end(member, "SIGKILL");
  return isInUse;
}

async function killAtProxy({ crew }: ChaosBed, fault: InsertFault): Promise<boolean> {
  const member = await crew.startProduction();
  const isStruck = await within(POINT_TIMEOUT_MS, member.proxy.strike(fault));
  if (isStruck) await delay(50); // The half of the body, or the insert, reaches the server.
  await crew.end(member, "SIGKILL");
  return isStruck;
}

async function within(timeoutMs: number, event: Promise<void>): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(timeoutMs, false, { signal: timer.signal }).catch(() => false);
  return Promise.race([event.then(() => true), late]).finally(() => timer.abort());
}
