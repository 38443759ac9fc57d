import { isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject } from "../otlp/any-value.ts";

/**
 * A content block of Bedrock's Converse, which its only key tells, in Anthropic's words; undefined for any other object.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html
 */
export function plainConverseBlock(block: JsonObject): JsonObject | undefined {
  const { toolUse, toolResult, reasoningContent } = block;
  if (isJsonObject(toolUse)) return named("tool_use", "id", toolUse);
  if (isJsonObject(toolResult)) return named("tool_result", "tool_use_id", toolResult);
  const reasoning = isJsonObject(reasoningContent) ? reasoningContent["reasoningText"] : undefined;
  return isJsonObject(reasoning) ? { ...reasoning, type: "reasoning" } : undefined;
}

function named(type: string, idField: string, { toolUseId = null, ...rest }: JsonObject): JsonObject {
  return { ...rest, type, [idField]: toolUseId };
}
