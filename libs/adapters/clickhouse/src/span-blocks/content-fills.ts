import type { ContentColumns, PlaceColumn } from "@parapet/span";

import type { BlockColumns } from "./block-columns.ts";
import { fillEntries } from "./fill-entries.ts";
import { contentOf } from "./content-of.ts";
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
    // They are in `spans`.
    fillNothing(columns, "resource_attributes"),
    // A span with events or links is an object.
    fillNothing(columns, "events"),
    fillNothing(columns, "links"),
  ];
}
