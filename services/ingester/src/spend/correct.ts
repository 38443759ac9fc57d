import type { ClickHouse } from "@parapet/clickhouse";

import { writeCorrections, type Correction } from "./correction.ts";

const MAX_ROUNDS = 4;

/** What is to be corrected, by what is stored at the moment. */
export type FindCorrections = () => Promise<readonly Correction[]>;

export interface CorrectOptions {
  readonly signal: AbortSignal;
  /** Finds corrections without storing them. */
  readonly dryRun?: boolean;
}

/**
 * Stores corrections until there are none to be found: where another process has corrected the same calls meanwhile,
 * from another state, the sum of both is wrong, and whoever wrote last sees and corrects that.
 *
 * @returns all that were found.
 */
export async function correct(
  clickhouse: ClickHouse,
  find: FindCorrections,
  { signal, dryRun = false }: CorrectOptions,
): Promise<readonly Correction[]> {
  const all: Correction[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const corrections = await find();
    for (const correction of corrections) all.push(correction);
    if (dryRun || corrections.length === 0) break;
    await writeCorrections(clickhouse, corrections, signal);
  }
  return all;
}
