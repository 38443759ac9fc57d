/** What kind of risk was found. A bounded set: metric label and `findings.category`. */
export const categories = ["pii", "secret", "obfuscation", "injection", "toxicity", "hallucination"] as const;
export type Category = (typeof categories)[number];

export const severities = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/** One detected risk. It never carries the text that was found, only where it stands. */
export interface Finding {
  readonly category: Category;
  /** The detector or recognizer that found it. */
  readonly detector: string;
  /**
   * For `pii`: the entity, by Presidio's names (`EMAIL_ADDRESS`, `CREDIT_CARD`, …); for `secret`: what kind of credential
   * it is (`GITHUB_PERSONAL_ACCESS_TOKEN`); for `obfuscation`: by what text was hidden (`ZERO_WIDTH`, `HOMOGLYPH`).
   */
  readonly entity?: string;
  /** Calibrated probability in [0, 1]. */
  readonly score: number;
  readonly severity: Severity;
  /** Offsets into the text that was looked at, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}
