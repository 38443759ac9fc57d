import { insertToken, type MessageRange } from "@parapet/delivery";

import type { InspectedPart } from "./guard-rows.ts";

/** What was inspected of a range, for the attempts to store it. */
interface HeldInspection {
  readonly token: string;
  readonly inspected: readonly InspectedPart[];
  /** Whether others have been told of what it found. */
  isTold: boolean;
  readonly forget: () => void;
}

/**
 * Inspections that are not stored yet. An owner may begin an insert only for a while after the group has confirmed it, and
 * inspecting a range may take longer: the next attempt, with the group asked again, finds here what the first has done.
 */
export class HeldInspections {
  readonly #held = new Map<string, HeldInspection>();

  /** What an earlier attempt inspected, or what `inspect` does now. Aborting `signal` forgets it. */
  async hold(
    range: MessageRange,
    signal: AbortSignal,
    inspect: () => Promise<readonly InspectedPart[]>,
  ): Promise<readonly InspectedPart[]> {
    const token = insertToken(range);
    const known = this.#held.get(keyOf(range));
    if (known?.token === token) return known.inspected;
    const inspected = await inspect();
    // A take-over by another consumer is no reason to store everything as shed: that one looks at it.
    signal.throwIfAborted();
    this.#add(range, signal, { token, inspected, isTold: false });
    return inspected;
  }

  /** Tells of what was inspected unless an earlier attempt has: a store that is away is tried again and again. */
  async tellOnce(range: MessageRange, tell: () => Promise<void>): Promise<void> {
    const held = this.#held.get(keyOf(range));
    if (held?.isTold === true) return;
    await tell();
    if (held !== undefined) held.isTold = true;
  }

  /** The range is stored. */
  forget(range: MessageRange): void {
    this.#held.get(keyOf(range))?.forget();
  }

  #add(range: MessageRange, signal: AbortSignal, made: Omit<HeldInspection, "forget">): void {
    const key = keyOf(range);
    const forget = (): void => {
      signal.removeEventListener("abort", forget);
      if (this.#held.get(key) === held) this.#held.delete(key);
    };
    const held: HeldInspection = { ...made, forget };
    signal.addEventListener("abort", forget, { once: true });
    this.#held.get(key)?.forget();
    this.#held.set(key, held);
  }
}

/** A partition has one range in hand. */
function keyOf({ topic, partition }: MessageRange): string {
  return `${topic}/${partition}`;
}
