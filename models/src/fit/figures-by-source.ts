import { auroc, calibrationError, rateAbove, recallAtFalsePositiveRate, type WeightedScore } from "@parapet/stats";

/** A scored text, and where it comes from. */
export interface SourcedScore extends WeightedScore {
  readonly source: string;
}

/** What a detector does on the texts of one source; null where the figure needs what is not there. */
export interface SourceFigures {
  readonly source: string;
  readonly texts: number;
  readonly positives: number;
  readonly auroc: number | null;
  /** At the threshold that lets one in a hundred of the source's own negatives pass. */
  readonly recallAtOnePercent: number | null;
  /** At the default threshold. */
  readonly recall: number | null;
  readonly falsePositives: number | null;
  readonly calibrationError: number | null;
}

/** The figures of all texts together first, then those of each source, the largest first. Every text counts once. */
export function figuresBySource(weighted: readonly SourcedScore[], threshold: number): readonly SourceFigures[] {
  const scored = weighted.map(({ score, label, source }) => ({ score, label, source }));
  const bySource = [...Map.groupBy(scored, ({ source }) => source)].toSorted((a, b) => b[1].length - a[1].length);
  return [["all", scored] as const, ...bySource].map(([source, own]) => ({
    source,
    texts: own.length,
    positives: own.filter(({ label }) => label === 1).length,
    auroc: auroc(own),
    recallAtOnePercent: recallAtFalsePositiveRate(own, 0.01),
    recall: rateAbove(own, 1, threshold),
    falsePositives: rateAbove(own, 0, threshold),
    calibrationError: calibrationError(own),
  }));
}

/** As a table in Markdown. */
export function figuresTable(figures: readonly SourceFigures[]): string {
  const number = (value: number | null): string => (value === null ? "–" : value.toFixed(3));
  const rows = figures.map((row) =>
    [
      row.source,
      row.texts,
      row.positives,
      ...[row.auroc, row.recallAtOnePercent, row.recall, row.falsePositives, row.calibrationError].map(number),
    ].join(" | "),
  );
  return [
    "| source | texts | positive | AUROC | recall at 1 % FPR | recall | false positives | ECE |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}
