/** A score, and whether the thing it is about is there. */
export interface Scored {
  readonly score: number;
  readonly label: 0 | 1;
}
