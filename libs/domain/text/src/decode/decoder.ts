import type { Replacement } from "../views/view-builder.ts";

/** One way of writing a text as another. */
export interface Decoder {
  /** Bits of `encodingSignals`: a text that has none of them has nothing for this decoder. */
  readonly signals: number;
  /** What in a text is written this way, in order and apart, with what it reads as; in time linear in the text. */
  readonly find: (text: string) => readonly Replacement[];
}

export function startOf({ blocks }: Replacement): number {
  return blocks[1] ?? 0;
}

export function endOf({ blocks }: Replacement): number {
  return blocks.at(-1) ?? 0;
}
