import type { Message } from "@parapet/delivery";

import { giveBack } from "./lent-frames.ts";
import { totalBytes } from "./message-bytes.ts";

/** What one fetch brought and is not committed yet. */
interface HeldFetch {
  readonly messages: readonly Message[];
  readonly lastOffset: bigint;
  readonly bytes: number;
  readonly oldestMs: number;
}

/** What this member holds in memory, over all its partitions, from being fetched to being committed. */
export class HeldMessages {
  readonly #fetches = new Map<string, HeldFetch[]>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Messages of one fetch share its buffer, so they are freed together: when the last of them is committed. */
  add(key: string, messages: readonly Message[]): void {
    const [first, last] = [messages[0], messages.at(-1)];
    if (first === undefined || last === undefined) return;
    const bytes = totalBytes(messages);
    const held = this.#fetches.get(key) ?? [];
    held.push({ messages, lastOffset: last.offset, bytes, oldestMs: first.timestampMs });
    this.#fetches.set(key, held);
    this.#bytes += bytes;
  }

  /** Everything up to and with the offset is committed, and nobody reads it any more. */
  settle(key: string, lastOffset: bigint): void {
    const held = this.#fetches.get(key) ?? [];
    for (let first = held[0]; first !== undefined && first.lastOffset <= lastOffset; first = held[0]) {
      held.shift();
      this.#bytes -= first.bytes;
      giveBack(first.messages);
    }
    if (held.length === 0) this.#fetches.delete(key);
  }

  /** How many fetches brought what is held of the partition. */
  fetches(key: string): number {
    return this.#fetches.get(key)?.length ?? 0;
  }

  holds(key: string): boolean {
    return this.#fetches.has(key);
  }

  /** Timestamp of the first message that is held of the partition. */
  oldestMs(key: string): number | null {
    return this.#fetches.get(key)?.[0]?.oldestMs ?? null;
  }

  clear(): void {
    this.#fetches.clear();
    this.#bytes = 0;
  }
}
