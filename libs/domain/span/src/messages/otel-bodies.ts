import { messagesReader } from "./chat-messages-of-value.ts";
import type { DialectContext } from "../facts/dialect.ts";
import { offerToolAnswer, offerToolCall } from "./tool-bodies.ts";

const argumentKeys = ["gen_ai.tool.call.arguments", "gen_ai.tool.args"];
const RESULT = "gen_ai.tool.call.result";

/** Attributes with the arguments and the result of a tool. */
export const toolBodyKeys: readonly string[] = [...argumentKeys, RESULT];

const readInput = messagesReader("user");
const readOutput = messagesReader("assistant");

/**
 * A tool's arguments and result as messages. And the plain `input` and `output` of frameworks that write only the rest by
 * the conventions, on GenAI spans without messages.
 */
export function deriveBodies(context: DialectContext): void {
  const { draft, fallback, span } = context;
  const input = span.attributes.get("input");
  const output = span.attributes.get("output");
  const isTool = draft.facts.toolName !== undefined;
  for (const key of argumentKeys) offerToolCall(context, key);
  offerToolAnswer(context, RESULT);
  if (!isTool && draft.facts.operation === undefined && draft.facts.requestModel === undefined) return;
  if (isTool) {
    offerToolCall(context, "input");
    offerToolAnswer(context, "output");
    return;
  }
  const { inputMessages, outputMessages } = draft.facts;
  if (input !== undefined && inputMessages === undefined) fallback("inputMessages", readInput(input), "input");
  if (output !== undefined && outputMessages === undefined) fallback("outputMessages", readOutput(output), "output");
}
