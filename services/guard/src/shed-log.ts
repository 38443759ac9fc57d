import { randomUUID } from "node:crypto";

import type { RowBlock, BlockSink } from "@parapet/delivery";
import { ParapetError } from "@parapet/runtime";

/** Rows of one shed text take some 400 bytes each. */
const MAX_WAITING_ROWS = 50_000;

/**
 * Writes down what was shed. Texts are shed when there is too much to do, so this must cost little: while one write is
 * under way, what comes is gathered and written together afterwards.
 */
export class ShedLog {
  readonly #blocks: BlockSink;
  readonly #table: string;
  #waiting: object[] = [];
  #signal = AbortSignal.abort();
  #next: Promise<void> | null = null;
  #current: Promise<void> = Promise.resolve();

  constructor(blocks: BlockSink, table: string) {
    this.#blocks = blocks;
    this.#table = table;
  }

  /**
   * Resolves when the rows are stored; the latest of the signals given bounds the write.
   *
   * @throws ParapetError `shed_log_full` when the store is so slow that too many rows wait already.
   */
  async record(rows: readonly object[], signal: AbortSignal): Promise<void> {
    if (rows.length === 0) return;
    if (this.#waiting.length > 0 && this.#waiting.length + rows.length > MAX_WAITING_ROWS) {
      throw new ParapetError("shed_log_full", `${this.#waiting.length} rows of shed texts wait for the store already`);
    }
    for (const row of rows) this.#waiting.push(row);
    this.#signal = signal;
    this.#next ??= this.#current.then(
      () => this.#flush(),
      () => this.#flush(),
    );
    await this.#next;
  }

  #flush(): Promise<void> {
    const block: RowBlock = { table: this.#table, rows: this.#waiting };
    this.#waiting = [];
    this.#next = null;
    // No range stands behind these rows that could be delivered again: the token only has to be one of its kind.
    this.#current = this.#blocks.write([block], `shed:${randomUUID()}`, this.#signal);
    return this.#current;
  }
}
