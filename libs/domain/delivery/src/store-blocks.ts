import type { Block, BlockSink } from "./block-sink.ts";
import { insertToken, type MessageRange, recheckOf } from "./message-range.ts";

/**
 * Stores the blocks of a range in the order given, so that the last one can attest to the others. The owner is asked
 * before each block: a process that was frozen between two of them must not go on with a partition that is another's.
 */
export async function storeBlocks(
  sink: BlockSink,
  range: MessageRange,
  blocks: readonly Block[],
  signal: AbortSignal,
): Promise<void> {
  for (const block of blocks) {
    range.requireOwner?.();
    await sink.write([block], insertToken(range), signal, recheckOf(range));
  }
}
