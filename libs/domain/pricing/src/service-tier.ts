/** Calls that pay the list price. */
export const STANDARD_TIER = "standard";

/** Names that providers give the same tiers in requests, answers and bills. */
const canonicalByName: ReadonlyMap<string, string> = new Map([
  ["", STANDARD_TIER],
  ["auto", STANDARD_TIER],
  ["default", STANDARD_TIER],
  ["on_demand", STANDARD_TIER],
  ["standard_only", STANDARD_TIER],
  ["batches", "batch"],
  ["on_demand_flex", "flex"],
  ["on_demand_priority", "priority"],
]);

/** The name that price sheets use: `standard`, `batch`, `flex`, `priority`, or the name itself in lower case. */
export function canonicalServiceTier(name: string): string {
  const lower = name.trim().toLowerCase();
  return canonicalByName.get(lower) ?? lower;
}
