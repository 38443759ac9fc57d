import type { ChatMessage } from "../messages/chat-message.ts";
import type { SpanFacts } from "./span-facts.ts";

/** Values of `gen_ai.operation.name` in the OpenTelemetry registry, and those of drafts that senders already use. */
const knownOperations = new Set([
  "chat",
  "create_agent",
  "create_memory",
  "create_memory_store",
  "delete_memory",
  "delete_memory_store",
  "embeddings",
  "evaluate",
  "execute_tool",
  "fetch_response",
  "generate_content",
  "invoke_agent",
  "invoke_workflow",
  "plan",
  "render_prompt",
  "rerank",
  "retrieval",
  "run_guardrail",
  "search_memory",
  "text_completion",
  "update_memory",
  "upsert_memory",
]);

const operationByAlias: ReadonlyMap<string, string> = new Map([
  ["chat_completion", "chat"],
  ["chat.completion", "chat"],
  ["chat.completions", "chat"],
  ["completion", "text_completion"],
  ["completions", "text_completion"],
  ["text.completion", "text_completion"],
  ["text.completions", "text_completion"],
  ["embedding", "embeddings"],
  ["embed", "embeddings"],
  ["tool", "execute_tool"],
  ["agent", "invoke_agent"],
  ["reranking", "rerank"],
  ["retrieve", "retrieval"],
  ["workflow", "invoke_workflow"],
]);

/** The registry's name of an operation; an unknown one stays as it was sent. */
export function canonicalOperation(name: string): string {
  const key = name.trim().toLowerCase();
  return operationByAlias.get(key) ?? (knownOperations.has(key) ? key : name);
}

/**
 * The operation of a GenAI span that names none, as before semantic conventions 1.27: span names start with it
 * (`chat gpt-4o`), a tool call has an id, an agent a name, and what has tokens or messages is a chat. Undefined otherwise.
 */
export function inferOperation(spanName: string, facts: SpanFacts): string | undefined {
  const [firstWord = ""] = spanName.split(" ", 1);
  const named = canonicalOperation(firstWord);
  if (knownOperations.has(named)) return named;
  if (facts.toolCallId !== undefined || facts.toolName !== undefined) return "execute_tool";
  if (facts.agentName !== undefined) return "invoke_agent";
  if (facts.outputTokens === undefined && isToolExchange(facts)) return "execute_tool";
  const isChat = [facts.outputTokens, facts.inputMessages, facts.outputMessages].some((fact) => fact !== undefined);
  return isChat ? "chat" : undefined;
}

/** The arguments of a tool, its result, and nothing else. A model that only asks for a tool answers, too. */
function isToolExchange({ inputMessages = [], outputMessages = [] }: SpanFacts): boolean {
  const isOnly = (messages: readonly ChatMessage[], type: string) =>
    messages.every(({ parts }) => parts.length > 0 && parts.every((part) => part.type === type));
  const isAny = inputMessages.length + outputMessages.length > 0;
  return isAny && isOnly(inputMessages, "tool_call") && isOnly(outputMessages, "tool_call_response");
}
