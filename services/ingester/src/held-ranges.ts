import { insertToken, type MessageRange } from "@parapet/delivery";

import { ByteGate } from "./byte-gate.ts";
import type { IngestedRange } from "./range-ingest.ts";

/** A range that was made into blocks, some of which may be stored. */
export interface HeldRange {
  readonly token: string;
  readonly ingested: IngestedRange;
  /** How many of its blocks are stored, from the first on. */
  stored: number;
  /** Whether an attempt to store it has failed: what it sent may still be on its way, so the memory is not used again. */
  hasFailed: boolean;
}

/** What a range in hand gives back when it is let go. */
interface Entry {
  readonly held: HeldRange;
  readonly letGo: () => void;
}

/**
 * Ranges from the moment on at which they are made into blocks until they are stored or their partition is another's.
 * An owner may begin an insert only for a while after the group has confirmed it, so whatever takes long is done once:
 * another attempt finds the blocks, waits for no turn, and goes on behind the last one that was stored.
 */
export class HeldRanges {
  readonly #gate: ByteGate;
  readonly #entries = new Map<string, Entry>();

  /** Ranges wait when those in hand have as many bytes of messages. */
  constructor(maxBytes: number) {
    this.#gate = new ByteGate(maxBytes);
  }

  /** The range as an earlier attempt has left it, or as it is made now. Aborting `signal` lets it go. */
  async hold(range: MessageRange, signal: AbortSignal, make: () => Promise<IngestedRange>): Promise<HeldRange> {
    const token = insertToken(range);
    const known = this.#entries.get(keyOf(range));
    if (known?.held.token === token) return known.held;
    known?.letGo();
    const leave = await this.#gate.enter(sizeOf(range), signal);
    try {
      const ingested = await make();
      signal.throwIfAborted();
      return this.#add(range, { token, ingested, stored: 0, hasFailed: false }, { leave, signal });
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** The range is stored, or nobody asks for it any more. */
  letGo(range: MessageRange): void {
    this.#entries.get(keyOf(range))?.letGo();
  }

  #add(
    range: MessageRange,
    held: HeldRange,
    { leave, signal }: { readonly leave: () => void; readonly signal: AbortSignal },
  ): HeldRange {
    const key = keyOf(range);
    const letGo = (): void => {
      signal.removeEventListener("abort", letGo);
      if (this.#entries.get(key)?.held !== held) return;
      this.#entries.delete(key);
      leave();
    };
    signal.addEventListener("abort", letGo, { once: true });
    // One that was made meanwhile would keep its room for ever.
    this.#entries.get(key)?.letGo();
    this.#entries.set(key, { held, letGo });
    return held;
  }
}

/** A partition has one range in hand. */
function keyOf({ topic, partition }: MessageRange): string {
  return `${topic}/${partition}`;
}

function sizeOf({ messages }: MessageRange): number {
  return messages.reduce((sum, { value }) => sum + (value?.byteLength ?? 0), 0);
}
