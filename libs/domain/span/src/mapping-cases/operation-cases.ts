import type { AssertUse, MappingCase } from "./mapping-case.ts";

/** Observation types are asserted as "one event of this type, named so". */
const asOperation: readonly AssertUse[] = ["rows", "operation", "operation"];
/** "An event of this type, and none of another": name and model come with it. */
const explicitType = (row: number): AssertUse[] => [
  `${row}.operation`,
  `${row}.operation`,
  `${row}.name`,
  `${row}.request_model`,
];

/** Observation types of every dialect as operations. */
export const operationCases: readonly MappingCase[] = [
  { at: 8, name: "OpenInference LLM span kind", rows: [{ operation: "chat" }], uses: asOperation },
  { at: 9, name: "OpenInference EMBEDDING span kind", rows: [{ operation: "embeddings" }], uses: asOperation },
  { at: 10, name: "OpenInference AGENT span kind", rows: [{ operation: "invoke_agent" }], uses: asOperation },
  { at: 11, name: "OpenInference TOOL span kind", rows: [{ operation: "execute_tool" }], uses: asOperation },
  { at: 12, name: "OpenInference GUARDRAIL span kind", rows: [{ operation: "run_guardrail" }], uses: asOperation },
  { at: 13, name: "OpenInference EVALUATOR span kind", rows: [{ operation: "evaluate" }], uses: asOperation },
  { at: 14, name: "OpenInference  span kind", rows: [{ operation: "" }], uses: asOperation },
  { at: 15, name: "OpenInference UnknownKind span kind", rows: [{ operation: "" }], uses: asOperation },
  { at: 16, name: "OTel GenAI chat operation", rows: [{ operation: "chat" }], uses: asOperation },
  { at: 17, name: "OTel GenAI completion operation", rows: [{ operation: "text_completion" }], uses: asOperation },
  {
    at: 18,
    name: "OTel GenAI generate_content operation",
    rows: [{ operation: "generate_content" }],
    uses: asOperation,
  },
  { at: 19, name: "OTel GenAI invoke_agent operation", rows: [{ operation: "invoke_agent" }], uses: asOperation },
  { at: 20, name: "OTel GenAI create_agent operation", rows: [{ operation: "create_agent" }], uses: asOperation },
  { at: 21, name: "OTel GenAI execute_tool operation", rows: [{ operation: "execute_tool" }], uses: asOperation },
  {
    at: 22,
    name: "AI SDK ai.generateText.doGenerate operation",
    rows: [{ operation: "chat", response_model: "gpt-4o" }],
    uses: asOperation,
  },
  { at: 23, name: "AI SDK ai.generateObject.doGenerate", rows: [{ operation: "chat" }], uses: asOperation },
  { at: 24, name: "AI SDK ai.embedMany.doEmbed operation", rows: [{ operation: "embeddings" }], uses: asOperation },
  { at: 25, name: "ai.embed.doEmbed generate-document", rows: [{ operation: "embeddings" }], uses: asOperation },
  { at: 26, name: "AI SDK ai.toolCall operation", rows: [{ operation: "execute_tool" }], uses: asOperation },
  {
    at: 27,
    name: "Pydantic AI tool call to TOOL observation type",
    rows: [{ operation: "execute_tool", tool_call_id: "call_idvalue" }],
    uses: ["rows", "operation", "tool_name", "trace_id"],
  },
  { at: 28, name: "prioritize gen_ai.tool.name over logfire.msg", uses: ["tool_name"] },
  {
    at: 29,
    name: "map LiveKit $spanName span",
    rows: [{ operation: "invoke_agent" }],
    uses: ["rows", "operation", "name"],
  },
  {
    at: 30,
    name: "map LiveKit $spanName span",
    rows: [{ operation: "execute_tool" }],
    uses: ["rows", "operation", "name"],
  },
  {
    at: 31,
    name: "map LiveKit $spanName span",
    rows: [{ operation: "invoke_agent" }],
    uses: ["rows", "operation", "name"],
  },
  {
    at: 47,
    name: "prioritize OTel GenAI over model-based detection",
    rows: [{ operation: "embeddings", request_model: "gpt-4" }],
    uses: asOperation,
  },
  {
    at: 48,
    name: "trust Langfuse type over OpenInference",
    rows: [{ operation: "", request_model: "gpt-4" }],
    uses: [...asOperation, "operation"],
  },
  {
    at: 107,
    name: "not map prompt attributes on agent observations",
    rows: [
      { operation: "invoke_agent", prompt_name: "", prompt_version: "" },
      { operation: "invoke_agent", prompt_name: "", prompt_version: "" },
    ],
    uses: ["operation", "prompt_name", "prompt_version", "rows", "1.prompt_name", "1.prompt_version"],
  },
  {
    at: 108,
    name: "not map prompt attributes on tool observations",
    rows: [
      { operation: "execute_tool", prompt_name: "", prompt_version: "" },
      { operation: "execute_tool", prompt_name: "", prompt_version: "" },
    ],
    uses: ["operation", "prompt_name", "prompt_version", "rows", "1.prompt_name", "1.prompt_version"],
  },
  {
    at: 109,
    name: "legacy langfuse.prompt.name attributes on generation observations",
    rows: [{ operation: "chat" }],
    uses: ["operation", "prompt_name", "prompt_version"],
  },
  {
    at: 135,
    name: "respect explicit observation types",
    rows: [
      { operation: "invoke_agent" },
      { operation: "evaluate" },
      { operation: "execute_tool" },
      { operation: "retrieval" },
      { operation: "embeddings" },
      { operation: "run_guardrail" },
    ],
    uses: [0, 1, 2, 3, 4, 5].flatMap(explicitType),
  },
  {
    at: 136,
    name: "toolCall using ai.operationId alone",
    rows: [{ operation: "execute_tool" }],
    uses: ["operation"],
  },
  {
    at: 137,
    name: "Vercel AI SDK generation WITH model",
    rows: [{ operation: "chat", response_model: "gpt-4" }],
    uses: ["operation"],
  },
  {
    at: 138,
    name: "AI SDK generation WITHOUT model",
    rows: [{ operation: "" }],
    uses: ["operation", "operation"],
  },
  {
    at: 139,
    name: "override the observation type if it is declared as 'span'",
    rows: [{ operation: "chat", request_model: "gpt-4o" }],
    uses: ["operation", "name", "operation", "traces"],
  },
];
