import type { DetectorInput } from "@parapet/detection";
import { inputParts, outputText, toolTexts, type LlmSpan } from "@parapet/span";

/** One text of a span that the learned detectors look at. */
export interface GuardedPart {
  readonly span: LlmSpan;
  /** Position of the span within its message. */
  readonly idx: number;
  readonly input: DetectorInput;
  /** What kind of text it is: what users said, what a tool gave, what the model answered. */
  readonly part: "input" | "tool" | "output";
  /** Where it stands: `input`, `output`, or the path of what a tool gave. */
  readonly location: string;
}

/**
 * Operations that carry a conversation of their own. Agent and workflow spans repeat the texts of the calls below
 * them, so looking at those too would count every finding twice.
 */
const guardedOperations = new Set(["chat", "text_completion", "generate_content"]);

/** What of a tool's answers an answer is held to; in UTF-16 units. */
const MAX_CONTEXT_UNITS = 262_144;

/**
 * What users asked, what each tool gave, and what came out of the model, where there is any. A command to the model in
 * what a tool gave is an attack of its own, and is told by its place.
 */
export function guardedParts(span: LlmSpan, idx: number): readonly GuardedPart[] {
  if (!guardedOperations.has(span.operation)) return [];
  const asked = inputParts(span);
  const said = asked.filter(({ isOfTool }) => !isOfTool);
  const input = said.map(({ text }) => text).join("\n");
  const output = outputText(span);
  const context = output === "" ? "" : toolTexts(span).join("\n").slice(0, MAX_CONTEXT_UNITS);
  const parts: GuardedPart[] = [
    { span, idx, input: { text: input, direction: "input" }, part: "input", location: "input" },
    ...asked
      .filter(({ isOfTool }) => isOfTool)
      .map(({ text, location }): GuardedPart => {
        return { span, idx, input: { text, direction: "input" }, part: "tool", location };
      }),
    { span, idx, input: { text: output, direction: "output", context }, part: "output", location: "output" },
  ];
  return parts.filter(({ input: { text } }) => text !== "");
}
