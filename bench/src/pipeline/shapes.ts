import { sampleRange } from "../sample-messages.ts";
import { messageTemplate, TEMPLATES, type MessageTemplate } from "./message-template.ts";

export interface PipelineShape {
  readonly name: string;
  readonly spansPerMessage: number;
  /** Bytes of prompt and answer in each span. */
  readonly contentBytes: number;
  /** One span in so many names an address and a telephone number; none without it. */
  readonly personalEvery?: number;
  /** Spans of one run at full length: some hundred megabytes. */
  readonly spans: number;
}

/** Calls of a model with what was said, and spans that say little. */
export const shapes: readonly PipelineShape[] = [
  { name: "2.6 KB", spansPerMessage: 20, contentBytes: 1_840, spans: 480_000 },
  { name: "2.6 KB, personal in 1 of 5", spansPerMessage: 20, contentBytes: 1_840, personalEvery: 5, spans: 240_000 },
  { name: "550 B", spansPerMessage: 100, contentBytes: 0, spans: 800_000 },
];

export function templatesOf({ name: _name, spans: _spans, ...shape }: PipelineShape): readonly MessageTemplate[] {
  const { messages } = sampleRange({ messages: TEMPLATES, ...shape }, 0);
  return messages.map(({ value }) => messageTemplate(value ?? new Uint8Array()));
}
