import { exclusiveBuckets } from "./exclusive-buckets.ts";
import type { Flavour } from "./flavour.ts";
import type { UsageFlag } from "./usage-flags.ts";
import type { KnownUsage } from "./usage-result.ts";

/** Reads a usage object that speaks `flavour`; null when it holds no count. */
export function readUsage(flavour: Flavour, usage: unknown): KnownUsage | null {
  const { tally, isMalformed } = flavour.read(usage);
  if (Object.values(tally).every((count) => count === null)) return null;
  const { flags, ...buckets } = exclusiveBuckets(tally);
  const allFlags: readonly UsageFlag[] = isMalformed ? [...flags, "usage_malformed"] : [...flags];
  return { kind: "usage", ...buckets, flavour: flavour.name, flags: allFlags };
}
