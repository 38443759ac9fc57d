import type { DetectorInput, Direction } from "@parapet/detection";
import { inputText, outputText, type LlmSpan } from "@parapet/span";

/** One text of a span that the learned detectors look at. */
export interface GuardedPart {
  readonly span: LlmSpan;
  /** Position of the span within its message. */
  readonly idx: number;
  readonly input: DetectorInput;
}

/**
 * Operations that carry a conversation of their own. Agent and workflow spans repeat the texts of the calls below
 * them, so looking at those too would count every finding twice.
 */
const guardedOperations = new Set(["chat", "text_completion", "generate_content"]);

/** What went into the model and what came out of it, where there is any. */
export function guardedParts(span: LlmSpan, idx: number): readonly GuardedPart[] {
  if (!guardedOperations.has(span.operation)) return [];
  const part = (direction: Direction, text: string): GuardedPart[] =>
    text === "" ? [] : [{ span, idx, input: { text, direction } }];
  return [...part("input", inputText(span)), ...part("output", outputText(span))];
}
