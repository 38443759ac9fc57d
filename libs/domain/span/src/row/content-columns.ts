import type { LlmSpan } from "./llm-span.ts";

/** The columns that hold what people and models wrote, or may hold it: those of table `span_content`. */
const contentColumns = [
  "input_messages",
  "output_messages",
  "tool_calls",
  "system_instructions",
  "tool_definitions",
  "status_message",
  "attributes",
  "resource_attributes",
  "events",
  "links",
] as const satisfies readonly (keyof LlmSpan)[];
export type ContentColumn = (typeof contentColumns)[number];

const contentNames: ReadonlySet<string> = new Set(contentColumns);

/** The columns of a row that tell facts and measures only. */
export function withoutContent<Row extends object>(row: Row): Omit<Row, ContentColumn>;
export function withoutContent(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !contentNames.has(column)));
}
