import type { PlaceColumn } from "../../batch/content-columns.ts";
import { holding } from "../../batch/span-batch.ts";
import type { SpanBatch } from "../../batch/span-batch.ts";
import { spanOfRow } from "../../batch/span-of-row.ts";
import type { DecodedRequest } from "../../otlp/decoded-request.ts";
import { placedSpans } from "../../otlp/placed-spans.ts";
import { withoutContent } from "../../row/content-columns.ts";
import type { LlmSpan } from "../../row/llm-span.ts";
import { normaliseSpan } from "../../row/normalise-span.ts";
import type { NormaliseContext } from "../../row/normalise-span.ts";
import { inputText, outputText } from "../../row/span-text.ts";

/** Where a batch says anything else than `normaliseSpan` does of the same spans; null where it does not. */
export function judgeBatch(request: DecodedRequest, batch: SpanBatch, context: NormaliseContext): string | null {
  for (const { span, idx } of placedSpans(request)) {
    const row = spanOfRow(batch, idx);
    if (row === null) return "a batch rejects a span that is sound";
    const expected = normaliseSpan(span, context);
    if (factsText(row) !== factsText(expected)) return "the columns differ from the object";
    const column = batch.held[idx] === holding.columns ? differingContent(batch, idx, expected) : null;
    if (column !== null) return `the column ${column} differs from the object`;
  }
  if (request.rejected.some(({ idx }) => spanOfRow(batch, idx) !== null))
    return "a batch serves a span that is rejected";
  return batch.rows === request.spans.length + request.rejected.length ? null : "a batch has another number of rows";
}

function factsText(row: LlmSpan): string {
  return JSON.stringify(Object.entries(withoutContent(row)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The name of a column whose bytes are others than what is stored of the object; null without content. */
function differingContent(batch: SpanBatch, row: number, expected: LlmSpan): string | null {
  const { content } = batch;
  if (content === null) return null;
  const { keys, values } = content.entries;
  const map = (from = 0, to = 0): string =>
    JSON.stringify(Array.from({ length: to - from }, (_, at) => [text(keys, from + at), text(values, from + at)]));
  const text = (column: PlaceColumn, at: number): string => batch.text(column.at[at] ?? 0, column.end[at] ?? 0);
  const resource = content.resource[row] ?? 0;
  const columns: readonly (readonly [name: string, stored: string, expected: string])[] = [
    ["input_messages", text(content.inputMessages, row), JSON.stringify(expected.input_messages)],
    ["output_messages", text(content.outputMessages, row), JSON.stringify(expected.output_messages)],
    ["tool_calls", text(content.toolCalls, row), JSON.stringify(expected.tool_calls)],
    ["system_instructions", text(content.systemInstructions, row), expected.system_instructions],
    ["tool_definitions", text(content.toolDefinitions, row), expected.tool_definitions],
    ["status_message", text(content.statusMessage, row), expected.status_message],
    ["events", "", expected.events],
    ["links", "", expected.links],
    ["attributes", map(content.attributesFrom[row], content.attributesTo[row]), entriesText(expected.attributes)],
    [
      "resource_attributes",
      map(content.resourceFrom[resource], content.resourceTo[resource]),
      entriesText(expected.resource_attributes),
    ],
    ["of the input text", text(content.inputText, row), inputText(expected)],
    ["of the output text", text(content.outputText, row), outputText(expected)],
  ];
  return columns.find(([, stored, said]) => stored !== said)?.[0] ?? null;
}

function entriesText(map: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(map));
}
