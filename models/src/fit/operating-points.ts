import { thresholdAtFalsePositiveRate, type Scored } from "@parapet/stats";

/** Share of harmless texts that each point lets be found. */
const rates = { strict: 0.001, balanced: 0.01, lenient: 0.05 } as const;

type OperatingPoints = Readonly<Record<keyof typeof rates, number>>;

const LEAST = 0.001;
const DIGITS = 4;

/** Thresholds for the points that users choose from, fitted on development data. */
export function operatingPoints(scored: readonly Scored[]): OperatingPoints {
  const at = (rate: number): number => {
    const threshold = thresholdAtFalsePositiveRate(scored, rate) ?? 1 / 2;
    return Number(Math.min(Math.max(threshold, LEAST), 1 - LEAST).toFixed(DIGITS));
  };
  return { strict: at(rates.strict), balanced: at(rates.balanced), lenient: at(rates.lenient) };
}
