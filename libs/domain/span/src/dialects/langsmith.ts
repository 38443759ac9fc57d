import { readTags, readText } from "../facts/attribute-readers.ts";
import { alias, textAlias } from "../facts/dialect.ts";
import type { Dialect } from "../facts/dialect.ts";

/** Operations for the kinds of runs. */
const operationOfKind: ReadonlyMap<string, string> = new Map([
  ["llm", "chat"],
  ["tool", "execute_tool"],
  ["chain", "invoke_workflow"],
  ["retriever", "retrieval"],
  ["embedding", "embeddings"],
  ["prompt", "render_prompt"],
]);

/**
 * LangSmith's exporter, through which LangChain, LangGraph and the Claude Agent SDK send: the conventions of OpenTelemetry
 * with the metadata of runs beside them. https://docs.langchain.com/langsmith/trace-with-opentelemetry
 */
export const langsmith: Dialect = {
  name: "langsmith",
  markers: ["langsmith.span.kind"],
  scopes: ["langsmith"],
  aliases: [
    alias("operation", (value) => operationOfKind.get((readText(value) ?? "").toLowerCase()), ["langsmith.span.kind"]),
    textAlias("provider", "langsmith.metadata.ls_provider"),
    textAlias("requestModel", "langsmith.metadata.ls_model_name"),
    textAlias(
      "sessionId",
      "langsmith.metadata.session_id",
      "langsmith.metadata.thread_id",
      "langsmith.metadata.conversation_id",
    ),
    textAlias("userId", "langsmith.metadata.user_id"),
    textAlias("traceName", "langsmith.trace.name"),
    alias("tags", readTags, ["langsmith.span.tags"]),
  ],
};
