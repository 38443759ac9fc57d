import { ingestMessage, type IngestMessageDeps, type MessageRows } from "./ingest-message.ts";
import { rangeBlocks } from "./range-blocks.ts";
import type { IngestedRange, RangeIngest } from "./range-ingest.ts";
import type { Message } from "@parapet/delivery";

/** Ingest with every text searched and what is found in it replaced: all spans go by objects. */
export class RedactedIngest implements RangeIngest {
  readonly #deps: IngestMessageDeps;
  #rows: MessageRows[] = [];

  constructor(deps: IngestMessageDeps) {
    this.#deps = deps;
  }

  add(message: Message, streamId: string): void {
    this.#rows.push(ingestMessage(message, streamId, this.#deps));
  }

  take(): IngestedRange {
    const rows = this.#rows;
    this.#rows = [];
    return {
      blocks: rangeBlocks(rows),
      spans: rows.reduce((sum, { spans }) => sum + spans.length, 0),
      deadLetters: rows.flatMap(({ deadLetters }) => deadLetters),
      faults: rows.flatMap(({ faults }) => faults),
      release: () => undefined,
    };
  }

  clear(): void {
    this.#rows = [];
  }
}
