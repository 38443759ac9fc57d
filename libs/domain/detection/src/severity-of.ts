import type { Category, Severity } from "./finding.ts";

interface SeverityBand {
  /** The lowest score of the band. */
  readonly from: number;
  readonly severity: Severity;
}

/** Bands per category, strictest first; the last one starts at 0. */
const bands: Readonly<Record<Category, readonly SeverityBand[]>> = {
  injection: [
    { from: 0.95, severity: "critical" },
    { from: 0.7, severity: "high" },
    { from: 0.4, severity: "medium" },
    { from: 0, severity: "low" },
  ],
  obfuscation: [
    { from: 0.8, severity: "medium" },
    { from: 0, severity: "low" },
  ],
  toxicity: [
    { from: 0.95, severity: "high" },
    { from: 0.8, severity: "medium" },
    { from: 0, severity: "low" },
  ],
  hallucination: [
    { from: 0.9, severity: "high" },
    { from: 0.6, severity: "medium" },
    { from: 0, severity: "low" },
  ],
  secret: [
    { from: 0.9, severity: "critical" },
    { from: 0.6, severity: "high" },
    { from: 0.4, severity: "medium" },
    { from: 0, severity: "low" },
  ],
  pii: [
    { from: 0.9, severity: "high" },
    { from: 0.4, severity: "medium" },
    { from: 0, severity: "low" },
  ],
};

/** How grave a finding is, from its category and its calibrated score. A score that is no number is `info`. */
export function severityOf(category: Category, score: number): Severity {
  return bands[category].find(({ from }) => score >= from)?.severity ?? "info";
}
