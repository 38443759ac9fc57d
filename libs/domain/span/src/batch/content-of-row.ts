import type { ChatMessage } from "../messages/chat-message.ts";
import type { LlmSpan, ToolCall } from "../row/llm-span.ts";
import type { ContentColumn } from "../row/content-columns.ts";
import type { ContentColumns, PlaceColumn } from "./content-columns.ts";
import type { SpanBatch } from "./span-batch.ts";

/** The readable view of what is said in a row that is held in columns; all of it empty in a batch without content. */
export function contentOfRow(batch: SpanBatch, row: number): Pick<LlmSpan, ContentColumn> {
  const { content } = batch;
  if (content === null) return noContent;
  const text = ({ at, end }: PlaceColumn): string => batch.text(at[row] ?? 0, end[row] ?? 0);
  const messages = (column: PlaceColumn): readonly ChatMessage[] => JSON.parse(text(column));
  const calls: readonly ToolCall[] = JSON.parse(text(content.toolCalls));
  const resource = content.resource[row] ?? 0;
  return {
    ...noContent,
    input_messages: messages(content.inputMessages),
    output_messages: messages(content.outputMessages),
    tool_calls: calls,
    system_instructions: text(content.systemInstructions),
    tool_definitions: text(content.toolDefinitions),
    status_message: text(content.statusMessage),
    attributes: mapOf(batch, content, content.attributesFrom[row] ?? 0, content.attributesTo[row] ?? 0),
    resource_attributes: mapOf(batch, content, content.resourceFrom[resource] ?? 0, content.resourceTo[resource] ?? 0),
  };
}

function mapOf(
  batch: SpanBatch,
  { entries: { keys, values } }: ContentColumns,
  from: number,
  to: number,
): Readonly<Record<string, string>> {
  const pairs = Array.from({ length: to - from }, (_, at): [string, string] => {
    const entry = from + at;
    return [
      batch.text(keys.at[entry] ?? 0, keys.end[entry] ?? 0),
      batch.text(values.at[entry] ?? 0, values.end[entry] ?? 0),
    ];
  });
  return Object.fromEntries(pairs);
}

/** The content of a span that says nothing. */
export const noContent = {
  input_messages: [],
  output_messages: [],
  tool_calls: [],
  system_instructions: "",
  tool_definitions: "",
  status_message: "",
  attributes: {},
  resource_attributes: {},
  events: "",
  links: "",
} as const;
