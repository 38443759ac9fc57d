import type { Block, Message } from "@parapet/delivery";

import type { ReasonedRow } from "./dead-letter-rows.ts";

/** What became of the messages of one range. */
export interface IngestedRange {
  /** In the order in which they are to be stored. The ledger comes last: its rows say that all the others are there. */
  readonly blocks: readonly Block[];
  readonly spans: number;
  readonly deadLetters: readonly ReasonedRow[];
  /** Codes of the faults of our own: nothing is lost, but somebody should look into them. */
  readonly faults: readonly string[];
  /** To be called when the blocks are stored: their memory is used again. */
  readonly release: () => void;
}

/** Turns the messages of one range after the other into blocks. A pure function of the messages and the configuration. */
export interface RangeIngest {
  /** Adds a message of the range at hand. Never throws. */
  add(message: Message, streamId: string): void;
  /** Ends the range at hand; the next message begins another. */
  take(): IngestedRange;
  /** Forgets the range at hand. */
  clear(): void;
}
