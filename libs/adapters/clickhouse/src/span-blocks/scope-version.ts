import type { ContentColumns, SpanBatch } from "@parapet/span";

import { SCOPE_VERSION } from "../span-row.ts";
import type { BlockColumns } from "./block-columns.ts";
import { contentOf } from "./content-of.ts";
import type { Fill } from "./fill-texts.ts";

const key = new TextEncoder().encode(SCOPE_VERSION);

/** Adds the version of the instrumentation, which stands among the leftover attributes. */
export function fillScopeVersion(columns: BlockColumns): Fill {
  const { column, part } = columns.plain("scope_version");
  return ({ batch, from, to }) => {
    const content = contentOf(batch);
    const { values } = content.entries;
    for (let row = from; row < to; row += 1) {
      const entry = scopeVersionEntry(batch, content, row);
      if (entry < 0) column.skip(1);
      else {
        column.open();
        part.out.textBytes(batch.bytes, values.at[entry], values.end[entry]);
      }
    }
  };
}

/** Where among the entries a row's scope version is, as its last one in a map would be; -1 for none. */
export function scopeVersionEntry({ bytes }: SpanBatch, content: ContentColumns, row: number): number {
  const { keys } = content.entries;
  const first = content.attributesFrom[row] ?? 0;
  for (let entry = (content.attributesTo[row] ?? 0) - 1; entry >= first; entry -= 1) {
    if (isScopeVersion(bytes, keys.at[entry] ?? 0, keys.end[entry] ?? 0)) return entry;
  }
  return -1;
}

function isScopeVersion(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at !== key.length) return false;
  for (let offset = 0; offset < key.length; offset += 1) if (bytes[at + offset] !== key[offset]) return false;
  return true;
}
