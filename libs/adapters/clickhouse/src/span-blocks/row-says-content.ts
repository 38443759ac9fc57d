import type { PlaceColumn, SpanBatch } from "@parapet/span";

import { contentOf } from "./content-of.ts";
import { scopeVersionEntry } from "./scope-version.ts";

/** Bytes of `[]`, a list of nothing. */
const EMPTY_LIST_BYTES = 2;

/** What `saysContent` says of the span in this row of a batch. */
export function rowSaysContent(batch: SpanBatch, row: number): boolean {
  const content = contentOf(batch);
  return (
    isLonger(content.inputMessages, row, EMPTY_LIST_BYTES) ||
    isLonger(content.outputMessages, row, EMPTY_LIST_BYTES) ||
    isLonger(content.toolCalls, row, EMPTY_LIST_BYTES) ||
    isLonger(content.systemInstructions, row, 0) ||
    isLonger(content.toolDefinitions, row, 0) ||
    isLonger(content.statusMessage, row, 0) ||
    saysAttributes(batch, row)
  );
}

function saysAttributes(batch: SpanBatch, row: number): boolean {
  const content = contentOf(batch);
  const count = (content.attributesTo[row] ?? 0) - (content.attributesFrom[row] ?? 0);
  return count > 1 || (count === 1 && scopeVersionEntry(batch, content, row) < 0);
}

function isLonger({ at, end }: PlaceColumn, row: number, bytes: number): boolean {
  return (end[row] ?? 0) - (at[row] ?? 0) > bytes;
}
