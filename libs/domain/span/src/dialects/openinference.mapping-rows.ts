import type { MappingRow } from "../testing/mapping-row.ts";

const KIND = "openinference.span.kind";
const PARAMETERS = "llm.invocation_parameters";
const llm = { [KIND]: "LLM" };
const tool = { [KIND]: "TOOL", "tool.name": "weather", "tool.id": "c1" };
const prompt = { "llm.token_count.prompt": 10 };
const completion = { "llm.token_count.completion": 10 };

/** Every attribute that the OpenInference dialect reads, each before the one that it beats. */
export const openInferenceRows: readonly MappingRow[] = [
  ...(
    [
      ["LLM", "chat"],
      ["Embedding", "embeddings"],
      ["CHAIN", "invoke_workflow"],
      ["RETRIEVER", "retrieval"],
      ["RERANKER", "rerank"],
      ["TOOL", "execute_tool"],
      ["agent", "invoke_agent"],
      ["GUARDRAIL", "run_guardrail"],
      ["EVALUATOR", "evaluate"],
      ["PROMPT", "render_prompt"],
      ["UNKNOWN", ""],
    ] as const
  ).map(([kind, operation]): MappingRow => ({ column: "operation", sources: [[KIND, kind, operation]] })),
  {
    column: "operation",
    sources: [
      ["gen_ai.operation.name", "generate_content", "generate_content"],
      [KIND, "LLM", "chat"],
    ],
  },
  { column: "dialect", sources: [[KIND, "CHAIN", "openinference"]] },
  {
    column: "provider",
    sources: [
      ["llm.provider", "azure", "azure.ai.openai"],
      ["llm.system", "openai", "openai"],
    ],
  },
  {
    column: "request_model",
    sources: [
      ["llm.request.model_name", "first", "first"],
      ["embedding.model_name", "second", "second"],
      ["reranker.model_name", "third", "third"],
      [PARAMETERS, '{"model":"fourth"}', "fourth"],
      ["llm.model_name", "fifth", "fifth"],
    ],
  },
  {
    column: "response_model",
    sources: [
      ["llm.response.model_name", "first", "first"],
      ["llm.model_name", "second", "second"],
    ],
    beside: { [PARAMETERS]: '{"model":"asked"}' },
  },
  { column: "agent_name", sources: [["agent.name", "planner", "planner"]] },
  {
    column: "tool_name",
    sources: [
      ["tool.name", "weather", "weather"],
      ["tool_call.function.name", "forecast", "forecast"],
    ],
  },
  {
    column: "tool_call_id",
    sources: [
      ["tool.id", "c1", "c1"],
      ["tool_call.id", "c2", "c2"],
    ],
  },
  { column: "input_tokens", sources: [["llm.token_count.prompt", "10", 10]] },
  { column: "output_tokens", sources: [["llm.token_count.completion", 10, 10]] },
  { column: "total_tokens", sources: [["llm.token_count.total", 20, 20]] },
  {
    column: "cache_read_tokens",
    sources: [
      ["llm.token_count.prompt_details.cache_read", 3, 3],
      ["llm.token_count.prompt_details.cache_input", 2, 2],
    ],
    beside: prompt,
  },
  {
    column: "cache_write_5m_tokens",
    sources: [["llm.token_count.prompt_details.cache_write", 3, 3]],
    beside: prompt,
  },
  { column: "input_tokens", sources: [["llm.token_count.prompt_details.text", 3, 3]] },
  { column: "input_image_tokens", sources: [["llm.token_count.prompt_details.image", 3, 3]], beside: prompt },
  { column: "input_audio_tokens", sources: [["llm.token_count.prompt_details.audio", 3, 3]], beside: prompt },
  { column: "input_video_tokens", sources: [["llm.token_count.prompt_details.video", 3, 3]], beside: prompt },
  { column: "output_tokens", sources: [["llm.token_count.completion_details.text", 3, 3]] },
  { column: "output_image_tokens", sources: [["llm.token_count.completion_details.image", 3, 3]], beside: completion },
  { column: "output_audio_tokens", sources: [["llm.token_count.completion_details.audio", 3, 3]], beside: completion },
  { column: "reasoning_tokens", sources: [["llm.token_count.completion_details.reasoning", 3, 3]], beside: completion },
  { column: "reported_input_cost_usd", sources: [["llm.cost.prompt", 0.25, 0.25]] },
  { column: "reported_output_cost_usd", sources: [["llm.cost.completion", "0.5", 0.5]] },
  { column: "reported_cost_usd", sources: [["llm.cost.total", 0.75, 0.75]] },
  { column: "session_id", sources: [["session.id", "s-1", "s-1"]], beside: llm },
  { column: "user_id", sources: [["user.id", "u-1", "u-1"]], beside: llm },
  { column: "tags", sources: [["tag.tags", "a, b", ["a", "b"]]] },
  { column: "prompt_name", sources: [["prompt.id", "greet", "greet"]] },
  { column: "prompt_version", sources: [["llm.prompt_template.version", "3", "3"]] },
  { column: "finish_reasons", sources: [["llm.finish_reason", "stop", ["stop"]]] },
  {
    column: "finish_reasons",
    sources: [["output.value", '{"text":"yes","finish_reason":"stop"}', ["stop"]]],
    beside: { ...llm, "llm.output_messages.0.message.content": "yes" },
  },
  ...["max_completion_tokens", "max_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"].map(
    (name): MappingRow => ({
      column: "request_max_tokens",
      sources: [
        ["gen_ai.request.max_tokens", 64, 64],
        [PARAMETERS, JSON.stringify({ [name]: 128 }), 128],
      ],
    }),
  ),
  { column: "request_temperature", sources: [[PARAMETERS, '{"temperature":"0.5"}', 0.5]] },
  { column: "request_top_p", sources: [[PARAMETERS, '{"top_p":0.5}', 0.5]] },
  { column: "request_top_p", sources: [[PARAMETERS, '{"topP":0.5}', 0.5]] },
  { column: "service_tier", sources: [[PARAMETERS, '{"service_tier":"flex"}', "flex"]] },
  { column: "is_streaming", sources: [[PARAMETERS, '{"stream":true}', true]] },
  { column: "request_model", sources: [["embedding.invocation_parameters", '{"model":"e"}', "e"]] },
  { column: `attributes.${PARAMETERS}`, sources: [[PARAMETERS, '{"seed":1}', '{"seed":1}']] },
  {
    column: "input_messages",
    sources: [
      ["llm.input_messages.999999.message.content", "first", "first"],
      ["input.value", "second", "second"],
      ["reranker.query", "third", "third"],
      ["embedding.text", "fourth", "fourth"],
    ],
  },
  { column: "input_messages", sources: [["llm.prompts.0.prompt.text", "first", "first"]] },
  { column: "input_messages", sources: [["llm.prompts", ["first"], "first"]] },
  { column: "input_messages", sources: [["embedding.embeddings.0.embedding.text", "first", "first"]] },
  {
    column: "input_messages",
    sources: [
      [
        "reranker.input_documents.2.document.content",
        "text",
        [{ role: "user", parts: [{ type: "document", content: "text" }] }],
      ],
    ],
  },
  {
    column: "input_messages",
    sources: [
      [
        "input.value",
        '{"city":"Rome"}',
        [{ role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "weather", arguments: { city: "Rome" } }] }],
      ],
      [
        "tool_call.function.arguments",
        '{"city":"Bern"}',
        [{ role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "weather", arguments: { city: "Bern" } }] }],
      ],
      [
        "tool.parameters",
        '{"city":"Oslo"}',
        [{ role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "weather", arguments: { city: "Oslo" } }] }],
      ],
    ],
    beside: tool,
  },
  {
    column: "output_messages",
    sources: [
      [
        "output.value",
        "rain",
        [{ role: "tool", parts: [{ type: "tool_call_response", id: "c1", name: "weather", response: "rain" }] }],
      ],
    ],
    beside: tool,
  },
  {
    column: "output_messages",
    sources: [
      ["llm.output_messages.0.message.content", "first", "first"],
      ["output.value", "second", "second"],
    ],
  },
  {
    column: "output_messages",
    sources: [
      ["llm.choices.0.completion.text", "first", "first"],
      [
        "llm.function_call",
        '{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}',
        [{ role: "assistant", parts: [{ type: "tool_call", name: "weather", arguments: { city: "Rome" } }] }],
      ],
    ],
  },
  ...["retrieval.documents", "reranker.output_documents"].map((prefix): MappingRow => ({
    column: "output_messages",
    sources: [
      [
        `${prefix}.0.document.content`,
        "text",
        [{ role: "tool", parts: [{ type: "document", content: "text", id: "d1", score: 0.5, metadata: { page: 3 } }] }],
      ],
    ],
    beside: {
      [`${prefix}.0.document.id`]: "d1",
      [`${prefix}.0.document.score`]: "0.5",
      [`${prefix}.0.document.metadata`]: '{"page":3}',
    },
  })),
  {
    column: "input_messages",
    sources: [
      [
        "llm.input_messages.0.message.contents.1.message_content.image.image.url",
        "https://a.test/cat.png",
        [{ role: "user", parts: [{ type: "uri", modality: "image", uri: "https://a.test/cat.png" }] }],
      ],
    ],
    beside: { "llm.input_messages.0.message.contents.1.message_content.type": "image" },
  },
  {
    column: "input_messages",
    sources: [
      [
        "llm.input_messages.0.message.contents.1.message_content.audio.audio.url",
        "data:audio/wav;base64,AAAA",
        [
          {
            role: "user",
            parts: [{ type: "blob", modality: "audio", mime_type: "audio/wav", content: "AAAA" }],
          },
        ],
      ],
    ],
  },
  {
    column: "tool_definitions",
    sources: [
      ["llm.tools", '[{"name":"f"}]', '[{"name":"f"}]'],
      ["llm.tools.3.tool.json_schema", '{"name":"g"}', '[{"name":"g"}]'],
    ],
  },
  {
    column: "scores",
    sources: [
      ["annotations.0.annotation.score", "0.5", [{ name: "tone", value: 0.5, label: "polite", source: "annotation" }]],
    ],
    beside: {
      "annotations.0.annotation.name": "tone",
      "annotations.0.annotation.label": "polite",
      "annotations.0.annotation.annotator_kind": "HUMAN",
    },
  },
  {
    column: "scores",
    sources: [
      [
        "evaluations.0.evaluation.label",
        "factual",
        [{ name: "hallucination", value: null, label: "factual", source: "evaluation" }],
      ],
    ],
    beside: { "evaluations.0.evaluation.name": "hallucination", "evaluations.0.evaluation.annotator_kind": "LLM" },
  },
  {
    column: "attributes.annotations.0.annotation.explanation",
    sources: [["annotations.0.annotation.explanation", "because", "because"]],
    beside: { ...llm, "annotations.0.annotation.score": 1 },
  },
  ...["metadata", "llm.prompt_template.template", "llm.prompt_template.variables", "prompt.url"].map(
    (key): MappingRow => ({ column: `attributes.${key}`, sources: [[key, '{"a":1}', '{"a":1}']], beside: llm }),
  ),
];
