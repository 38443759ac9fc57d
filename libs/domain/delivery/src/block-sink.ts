/** Rows for one table. Row keys are column names. */
export interface Block {
  readonly table: string;
  readonly rows: readonly object[];
}

/** The store at the end of a pipeline. */
export interface BlockSink {
  /**
   * Stores the blocks, each under the same deduplication token: writing the same blocks again with the same token adds
   * nothing. Resolves when every block is durable. A failed write may have stored some blocks; repeat it whole.
   */
  readonly write: (blocks: readonly Block[], token: string, signal: AbortSignal) => Promise<void>;
}
