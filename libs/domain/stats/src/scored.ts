/** A score, and whether the thing it is about is there. */
export interface Scored {
  readonly score: number;
  readonly label: 0 | 1;
}

/** A score that counts for more or less than others. */
export interface WeightedScore extends Scored {
  /** 1 without it. */
  readonly weight?: number;
}
