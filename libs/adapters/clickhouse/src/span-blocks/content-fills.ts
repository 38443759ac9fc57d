import type { ContentColumns, PlaceColumn, SpanBatch } from "@parapet/span";

import type { BlockColumns } from "./block-columns.ts";
import { PlainPart } from "./column-part.ts";
import { fillPlaces, type Fill } from "./fill-texts.ts";
import { coordinateFills, fillNothing, keyFills } from "./span-fills.ts";

const texts = {
  input_messages: ({ inputMessages }) => inputMessages,
  output_messages: ({ outputMessages }) => outputMessages,
  tool_calls: ({ toolCalls }) => toolCalls,
  system_instructions: ({ systemInstructions }) => systemInstructions,
  tool_definitions: ({ toolDefinitions }) => toolDefinitions,
  status_message: ({ statusMessage }) => statusMessage,
} as const satisfies Readonly<Record<string, (content: ContentColumns) => PlaceColumn>>;

/** Fills every column of `span_content` from a run of rows, whose decoder was asked for content. */
export function contentFills(columns: BlockColumns): readonly Fill[] {
  return [
    ...coordinateFills(columns),
    ...keyFills(columns),
    ...Object.entries(texts).map(([name, placesOf]) =>
      fillPlaces(columns, name, (batch) => placesOf(contentOf(batch))),
    ),
    fillEntries(columns, "attributes", {
      fromOf: ({ attributesFrom }, row) => attributesFrom[row] ?? 0,
      toOf: ({ attributesTo }, row) => attributesTo[row] ?? 0,
    }),
    fillEntries(columns, "resource_attributes", {
      fromOf: ({ resource, resourceFrom }, row) => resourceFrom[resource[row] ?? 0] ?? 0,
      toOf: ({ resource, resourceTo }, row) => resourceTo[resource[row] ?? 0] ?? 0,
    }),
    // A span with events or links is an object.
    fillNothing(columns, "events"),
    fillNothing(columns, "links"),
  ];
}

function contentOf({ content }: SpanBatch): ContentColumns {
  if (content === null) throw new TypeError("the decoder was not asked for content");
  return content;
}

/** Which of the batch's entries are those of a row. */
interface EntriesOf {
  readonly fromOf: (content: ContentColumns, row: number) => number;
  readonly toOf: (content: ContentColumns, row: number) => number;
}

function fillEntries(columns: BlockColumns, name: string, { fromOf, toOf }: EntriesOf): Fill {
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
