export interface PieceLimits {
  readonly maxRows: number;
  /** As `sizeOf` counts them; what may not be cut apart may exceed it. */
  readonly maxBytes: number;
}

/** What cutting needs to know of the rows. Pure functions, or a replay would cut elsewhere. */
export interface PieceRules<Row> extends PieceLimits {
  readonly sizeOf: (row: Row) => number;
  /** Whether both must be in one piece. */
  readonly belongTogether: (before: Row, row: Row) => boolean;
}

/**
 * Cuts rows into consecutive pieces within the limits. Where it cuts depends on the rows alone: a replay cuts in the
 * same places, so the n-th piece has the same rows under the same token.
 */
export function* cutPieces<Row>(rows: readonly Row[], rules: PieceRules<Row>): Generator<readonly Row[]> {
  let from = 0;
  let bytes = 0;
  let index = 0;
  let before: Row | undefined;
  for (const row of rows) {
    const size = rules.sizeOf(row);
    const isFull = index - from >= rules.maxRows || bytes + size > rules.maxBytes;
    if (isFull && before !== undefined && index > from && !rules.belongTogether(before, row)) {
      yield rows.slice(from, index);
      from = index;
      bytes = 0;
    }
    bytes += size;
    before = row;
    index += 1;
  }
  if (rows.length > from) yield rows.slice(from);
}
