import type { MappingRow } from "../testing/mapping-row.ts";

/** The attributes of LangSmith's exporter and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  { column: "operation", sources: [["langsmith.span.kind", "Retriever", "retrieval"]] },
  { column: "provider", sources: [["langsmith.metadata.ls_provider", "openai", "openai"]] },
  { column: "request_model", sources: [["langsmith.metadata.ls_model_name", "requestModel-0", "requestModel-0"]] },
  {
    column: "session_id",
    sources: [
      ["langsmith.metadata.session_id", "sessionId-0", "sessionId-0"],
      ["langsmith.metadata.thread_id", "sessionId-1", "sessionId-1"],
      ["langsmith.metadata.conversation_id", "sessionId-2", "sessionId-2"],
    ],
  },
  { column: "user_id", sources: [["langsmith.metadata.user_id", "userId-0", "userId-0"]] },
  { column: "trace_name", sources: [["langsmith.trace.name", "traceName-0", "traceName-0"]] },
  { column: "tags", sources: [["langsmith.span.tags", ["t0"], ["t0"]]] },
];
