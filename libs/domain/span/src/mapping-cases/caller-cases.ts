import type { ExpectedRow, MappingCase } from "./mapping-case.ts";

const composedName = "a span keeps its own name; none is composed of others";
const byOperationId =
  "the corpus takes this span for none of a model, by an operation id that the SDK does not send; it names its model";

/** LiveKit's plumbing is rated as debugging, whatever it says of itself. */
const liveKitLevel = (at: number, level: string): MappingCase => ({
  at,
  name: "LiveKit span named $spanName",
  rows: [{ level }],
  uses: ["rows", "level"],
});

const generation: ExpectedRow = { name: "ai.generateText", environment: "", level: "warning" };

/** Who called, on whose behalf, where and when, with which settings; levels and metadata. */
export const callerCases: readonly MappingCase[] = [
  { at: 2, name: "explicit environment over the OpenRouter", uses: ["environment"] },
  { at: 3, name: "from a non-OpenRouter service", rows: [{ environment: "" }], uses: ["environment"] },
  { at: 4, name: "from a successful completion", rows: [{ environment: "" }], uses: ["environment"] },
  { at: 5, name: "from a customer environment", rows: [{ environment: "" }], uses: ["environment"] },
  { at: 6, name: "isAppRoot from string true", uses: ["rows", "attributes.langfuse.internal.is_app_root"] },
  { at: 7, name: "isAppRoot from string false", uses: ["rows", "attributes.langfuse.internal.is_app_root"] },
  liveKitLevel(32, "debug"),
  liveKitLevel(33, "error"),
  ...[34, 35, 36, 37, 38, 39, 40, 41, 42].map((at) => liveKitLevel(at, "debug")),
  { at: 49, name: "cast input_tokens from string", uses: ["completion_start"] },
  { at: 50, name: "double-stringified completion start time", uses: ["completion_start"] },
  { at: 52, name: "langfuse.environment", uses: ["environment"] },
  { at: 53, name: "deployment.environment.name", uses: ["environment"] },
  { at: 54, name: "fallback to default", rows: [{ environment: "" }], uses: ["environment"] },
  {
    at: 55,
    name: "not extract promptName",
    rows: [{ attributes: { "langfuse.prompt.name": "test" } }],
    uses: ["prompt_name"],
  },
  { at: 56, name: "public on trace", uses: ["attributes.langfuse.public"] },
  { at: 57, name: "truthy values as public", uses: ["attributes.langfuse.public"] },
  { at: 58, name: "userId on trace", uses: ["user_id"] },
  { at: 59, name: "sessionId on trace from session.id", uses: ["session_id"] },
  { at: 60, name: "gen_ai.conversation.id", uses: ["session_id"] },
  { at: 61, name: "providedModelName from gen_ai.request.model", uses: ["request_model"] },
  { at: 62, name: "providedModelName from ai.model.id", uses: ["request_model"] },
  { at: 63, name: "providedModelName from llm.model_name", uses: ["request_model"] },
  { at: 64, name: "request.temperature", uses: ["request_temperature"] },
  { at: 76, name: "model_config to modelParameters", uses: ["request_max_tokens"] },
  { at: 79, name: "llm.invocation_parameters", uses: ["request_max_tokens"] },
  { at: 84, name: "langfuse.metadata string", uses: ["attributes.langfuse.metadata"] },
  { at: 85, name: "langfuse.metadata.* keys for trace", uses: ["attributes.langfuse.metadata.user_type"] },
  { at: 86, name: "langfuse.metadata.* keys for observation", uses: ["attributes.langfuse.metadata.user_type"] },
  { at: 87, name: "array input on trace event attributes", uses: ["tags"] },
  { at: 88, name: "array input tags", uses: ["tags"] },
  { at: 89, name: "array csv input tags", uses: ["tags"] },
  { at: 90, name: "tag.tags single string", uses: ["tags"] },
  { at: 91, name: "tag.tags array value", uses: ["tags"] },
  { at: 92, name: "tag.tags JSON string array", uses: ["tags"] },
  { at: 93, name: "tag.tags comma-separated string", uses: ["tags"] },
  { at: 104, name: "string-encoded intValue (max_tokens)", uses: ["request_max_tokens"] },
  {
    // The status is a column of its own; a level that says nothing says nothing.
    at: 106,
    name: "foreign observation-level vocabularies",
    rows: [
      { level: "warning" },
      { level: "default" },
      { level: "error" },
      { level: "", status: "error" },
      { level: "" },
      { level: "warning" },
    ],
    uses: ["level", "1.level", "2.level", "3.status", "4.level", "5.level"],
  },
  {
    at: 110,
    name: "string-encoded int resource attributes",
    uses: ["resource_attributes.process.pid", "service_name", "rows"],
  },
  { at: 111, name: "ResourceAttributes: should extract environment", uses: ["environment"] },
  { at: 112, name: "ResourceAttributes: should fallback", rows: [{ environment: "" }], uses: ["environment"] },
  {
    at: 113,
    name: "langfuse.metadata.* resource attributes",
    uses: ["resource_attributes.langfuse.metadata.server_name"],
  },
  {
    at: 129,
    name: "only one edge is missing",
    rows: [{ quality_flags: ["missing_start_time"] }, { quality_flags: ["missing_start_time"] }],
    uses: ["rows", "start_time", "end_time", "1.start_time", "1.end_time"],
  },
  {
    at: 130,
    name: "same AI SDK name extraction",
    rows: [generation, generation],
    uses: [
      "rows",
      { leftOut: composedName },
      { leftOut: composedName },
      { leftOut: composedName },
      "environment",
      "parent_span_id",
      "level",
      "status_message",
      { leftOut: byOperationId },
      { leftOut: byOperationId },
      "request_model",
      "input",
      "output",
      "user_id",
      "session_id",
      "attributes.langfuse.public",
      "tags",
      "release",
    ],
  },
  { at: 131, name: "trace_metadata with user_id", uses: ["rows", "user_id", "session_id", "tags"] },
  { at: 132, name: "observation_metadata with user_id", uses: ["rows", "user_id", "session_id", "tags"] },
  {
    at: 133,
    name: "only ONE trace when multiple spans",
    rows: [{ environment: "" }, {}, {}],
    uses: ["rows", "traces", "rows", "trace_id", "trace_id", "1.trace_id", "2.trace_id", "name", "1.name", "2.name"],
  },
  {
    at: 134,
    name: "filter out shallow traces",
    rows: [{}, { environment: "" }],
    uses: ["rows", "traces", "rows", "1.name", "trace_id", "name", "1.name"],
  },
];
