import type { DetectorInput } from "@parapet/detection";
import { inputParts, outputText, toolTexts, type InputPart, type LlmSpan } from "@parapet/span";

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

/** Of what tools gave, an answer is held to the last so many UTF-16 units: the newest bears on it most. */
const MAX_CONTEXT_UNITS = 65_536;
/** What more tools gave than this is looked at as one text, so that a span has so many texts at most. */
const MAX_TOOL_PARTS = 32;

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
  const context = output === "" ? "" : newestOf(toolTexts(span).join("\n"));
  const parts: GuardedPart[] = [
    { span, idx, input: { text: input, direction: "input" }, part: "input", location: "input" },
    ...boundedTools(asked).map(({ text, location }): GuardedPart => {
      return { span, idx, input: { text, direction: "input" }, part: "tool", location };
    }),
    { span, idx, input: { text: output, direction: "output", context }, part: "output", location: "output" },
  ];
  return parts.filter(({ input: { text } }) => text !== "");
}

/** One unit more than the model reads, so that it can tell that this is a part. */
function newestOf(context: string): string {
  return context.slice(-MAX_CONTEXT_UNITS - 1);
}

/** What each tool gave; the last of many stands for all that come after it. */
function boundedTools(asked: readonly InputPart[]): readonly Pick<InputPart, "text" | "location">[] {
  const tools = asked.filter(({ isOfTool }) => isOfTool);
  const last = tools[MAX_TOOL_PARTS - 1];
  if (last === undefined || tools.length === MAX_TOOL_PARTS) return tools;
  const rest = tools.slice(MAX_TOOL_PARTS - 1).map(({ text }) => text);
  return [...tools.slice(0, MAX_TOOL_PARTS - 1), { text: rest.join("\n"), location: last.location }];
}
