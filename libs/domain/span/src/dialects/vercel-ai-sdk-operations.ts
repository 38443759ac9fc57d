import { readText } from "../facts/attribute-readers.ts";
import type { AnyValue, AttributeMap } from "../otlp/otlp-span.ts";
import { tell } from "../facts/spread-alias.ts";
import type { ToldFacts } from "../facts/spread-alias.ts";

/** Spans of one call of a model or a tool, by `ai.operationId`. */
const callOperations: ReadonlyMap<string, string> = new Map([
  ["ai.generateText.doGenerate", "chat"],
  ["ai.streamText.doStream", "chat"],
  ["ai.generateObject.doGenerate", "chat"],
  ["ai.streamObject.doStream", "chat"],
  ["ai.embed", "embeddings"],
  ["ai.embed.doEmbed", "embeddings"],
  ["ai.embedMany", "embeddings"],
  ["ai.embedMany.doEmbed", "embeddings"],
  ["ai.rerank", "rerank"],
  ["ai.rerank.doRerank", "rerank"],
  ["ai.toolCall", "execute_tool"],
]);

/** Spans of a function of the SDK, which calls the model once or in a loop with tools. */
const loopOperations = new Set(["ai.generateText", "ai.streamText", "ai.generateObject", "ai.streamObject"]);

/** What an id says of a span. The attribute is kept: it also says which function of the SDK was called. */
export function readOperationId(value: AnyValue): ToldFacts {
  const id = operationIdOf(readText(value)) ?? "";
  const operation = callOperations.get(id);
  const callsModel = operation === undefined ? loopOperations.has(id) : operation !== "execute_tool";
  return {
    facts: [
      ...tell("operation", operation),
      ...tell("isStreaming", callsModel ? id.startsWith("ai.stream") : undefined),
    ],
    isWhole: false,
  };
}

/**
 * What the span of a function is. One that tells of one answer, by its model or its id, or of the messages of one call,
 * is that call; one that only names a model runs the calls below it, like an agent; without a model it is no GenAI
 * operation.
 */
export function loopOperation(attributes: AttributeMap): string | undefined {
  const ids = ["ai.operationId", "operation.name"].map((key) => operationIdOf(readText(attributes.get(key) ?? null)));
  if (!ids.some((id) => id !== undefined && loopOperations.has(id))) return undefined;
  if (callAttributes.some((key) => attributes.has(key))) return "chat";
  return modelAttributes.some((key) => attributes.has(key)) ? "invoke_agent" : undefined;
}

const modelAttributes = ["ai.model.id", "gen_ai.request.model"];
const callAttributes = ["ai.response.model", "ai.response.id", "gen_ai.response.model", "ai.prompt.messages"];

/** `operation.name` is the id and, after a space, the caller's name of the function. */
function operationIdOf(name: string | undefined): string | undefined {
  return name?.startsWith("ai.") === true ? name.split(" ", 1)[0] : undefined;
}
