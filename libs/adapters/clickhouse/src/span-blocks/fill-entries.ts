import type { ContentColumns } from "@parapet/span";

import type { BlockColumns } from "./block-columns.ts";
import { PlainPart } from "./column-part.ts";
import { contentOf } from "./content-of.ts";
import type { Fill } from "./fill-texts.ts";

/** Which of the batch's entries are those of a row. */
interface EntriesOf {
  readonly fromOf: (content: ContentColumns, row: number) => number;
  readonly toOf: (content: ContentColumns, row: number) => number;
}

/** Adds maps of texts. */
export function fillEntries(columns: BlockColumns, name: string, { fromOf, toOf }: EntriesOf): Fill {
  const { column, part } = columns.list(name);
  const [keys, values] = part.items;
  if (!(keys instanceof PlainPart && values instanceof PlainPart)) throw new TypeError(`${name} maps texts to texts`);
  return ({ batch, from, to }) => {
    const content = contentOf(batch);
    const { keys: entryKeys, values: entryValues } = content.entries;
    column.open();
    for (let row = from; row < to; row += 1) {
      const [first, end] = [fromOf(content, row), toOf(content, row)];
      for (let entry = first; entry < end; entry += 1) {
        keys.out.textBytes(batch.bytes, entryKeys.at[entry], entryKeys.end[entry]);
        values.out.textBytes(batch.bytes, entryValues.at[entry], entryValues.end[entry]);
      }
      part.count += end - first;
      part.ends.int64(part.count);
    }
  };
}
