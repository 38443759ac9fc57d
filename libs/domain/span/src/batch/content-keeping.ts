import type { BatchCursor } from "./batch-cursor.ts";
import type { ByteArena } from "./byte-arena.ts";
import type { ContentColumns } from "./content-columns.ts";
import { FACTS } from "./key-plans.ts";
import { LeftoverEntries } from "./leftover-entries.ts";
import { RowAttributes } from "./row-attributes.ts";
import { RowContent } from "./row-content.ts";

/** What is kept of a row besides its facts, where a batch holds content: what is said, and what no column took. */
export interface ContentKeeping {
  readonly content: RowContent;
  readonly attributes: RowAttributes;
  readonly leftovers: LeftoverEntries;
}

export function createContentKeeping(arena: ByteArena, cursor: BatchCursor, columns: ContentColumns): ContentKeeping {
  const content = new RowContent(arena, columns);
  return {
    content,
    attributes: new RowAttributes(FACTS),
    leftovers: new LeftoverEntries(arena, cursor, content),
  };
}
