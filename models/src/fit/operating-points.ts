import { rateAbove, thresholdAtFalsePositiveRate, type WeightedScore } from "@parapet/stats";

/** Share of harmless texts that each point lets be found. */
const rates = { strict: 0.001, balanced: 0.01, lenient: 0.05 } as const;

export type OperatingPoints = Readonly<Record<keyof typeof rates, number>>;

const LEAST = 0.001;
const DIGITS = 4;

/** Thresholds for the points that users choose from, fitted on development data; a text counts as much as in training. */
export function operatingPoints(scored: readonly WeightedScore[]): OperatingPoints {
  const at = (rate: number): number => {
    const threshold = thresholdAtFalsePositiveRate(scored, rate) ?? 1 / 2;
    return Number(Math.min(Math.max(threshold, LEAST), 1 - LEAST).toFixed(DIGITS));
  };
  return { strict: at(rates.strict), balanced: at(rates.balanced), lenient: at(rates.lenient) };
}

/** As a table in Markdown: what each point finds, and what it finds wrongly, each text counted once. */
export function operatingPointsTable(points: OperatingPoints, scored: readonly WeightedScore[]): string {
  const percent = (share: number | null): string => (share === null ? "–" : `${(100 * share).toFixed(1)} %`);
  const rows = Object.entries(points).map(([name, threshold]) => {
    const [recall, falsePositives] = [rateAbove(scored, 1, threshold), rateAbove(scored, 0, threshold)];
    return `| \`${name}\` | ${threshold} | ${percent(recall)} | ${percent(falsePositives)} |`;
  });
  return ["| point | threshold | recall | false positives |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
