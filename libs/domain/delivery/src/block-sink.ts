/** Rows for one table as objects. Row keys are column names. */
export interface RowBlock {
  readonly table: string;
  readonly rows: readonly object[];
}

/** Rows for one table in the store's own encoding, cut into pieces of which each is stored as a whole or not at all. */
export interface EncodedBlock {
  readonly table: string;
  readonly rowCount: number;
  /** Read anew by every attempt to store them. */
  readonly pieces: Iterable<Uint8Array>;
}

export type Block = RowBlock | EncodedBlock;

/** Offsets of which an earlier attempt may have stored some so long ago that the store has forgotten its token. */
export interface Recheck {
  /** Rows of another stream are other rows, though their topic, partition and offset be the same. */
  readonly streamId: string;
  readonly topic: string;
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** Milliseconds since the epoch; 0 when not known. What the earlier attempt stored is no older. */
  readonly sinceMs: number;
}

/** The store at the end of a pipeline. */
export interface BlockSink {
  /**
   * Stores the blocks, each under the same deduplication token: writing the same blocks again with the same token adds
   * nothing. Resolves when every block is durable. A failed write may have stored some blocks; repeat it whole. With a
   * `recheck`, the store first looks for rows of these offsets, table by table, and leaves out those that it has.
   */
  readonly write: (blocks: readonly Block[], token: string, signal: AbortSignal, recheck?: Recheck) => Promise<void>;
}
