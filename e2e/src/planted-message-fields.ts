import type { OtlpSpan } from "@parapet/span";

import { attributes, inAttribute, messages, partsOf, place, toolCall, type PlantedField } from "./planted-field.ts";

const input = (value: string): Partial<OtlpSpan> => inAttribute("gen_ai.input.messages", value);
const output = (value: string): Partial<OtlpSpan> => inAttribute("gen_ai.output.messages", value);

/** What is said, and all that stands around it in messages. */
export const messageFields: readonly PlantedField[] = [
  place("text of a message", /^input_messages\.0\.parts\.0\.content$/, (text) => input(messages("user", text))),
  place("text among others", /^input_messages\.0\.parts\.1\.content$/, (text) =>
    input(partsOf("user", { type: "text", content: "Hello." }, { type: "text", content: `Well, ${text}` })),
  ),
  place("message as a list of maps", /^input_messages\.0\./, (text) =>
    inAttribute("gen_ai.input.messages", [attributes(["role", "user"], ["content", text])]),
  ),
  place("text of an answer", /^output_messages\.0\.parts\.0\.content$/, (text) => output(messages("assistant", text))),
  place("reasoning", /^output_messages\.0\.parts\.0\.content$/, (text) =>
    output(partsOf("assistant", { type: "reasoning", content: text })),
  ),
  place("role of a message", /^input_messages\.0\.role$/, (text) => input(messages(text, "Hello."))),
  place("type of a part", /^input_messages\.0\.parts\.0\.type$/, (text) => input(partsOf("user", { type: text }))),
  place("unknown field of a part", /^input_messages\.0\.parts\.0\.note$/, (text) =>
    input(partsOf("user", { type: "text", content: "Hello.", note: text })),
  ),
  place("address of a file", /^input_messages\.0\.parts\.0\.uri$/, (text) =>
    input(partsOf("user", { type: "uri", uri: `https://files.internal/${text}`, modality: "image" })),
  ),
  place("content in bytes", /^input_messages\.0\.parts\.0\.content$/, (text) =>
    input(partsOf("user", { type: "blob", mime_type: "text/plain", content: Buffer.from(text).toString("base64") })),
  ),
  place("reason to finish", /^(?:finish_reasons|output_messages)\./, (text) =>
    output(JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: "x" }], finish_reason: text }])),
  ),
  place("argument of a tool", /^(?:output_messages|tool_calls)\..*\.note$/, (text) => output(toolCall({ note: text }))),
  place("argument deep in others", /^(?:output_messages|tool_calls)\./, (text) =>
    output(toolCall({ items: [{ notes: [text] }] })),
  ),
  place("name of an argument", /^(?:output_messages|tool_calls)\..*\{key\}$/, (text) =>
    output(toolCall({ [text]: 1 })),
  ),
  place("arguments in JSON", /^(?:output_messages|tool_calls)\./, (text) =>
    output(toolCall(JSON.stringify({ note: text }))),
  ),
  place("arguments that are no JSON", /^(?:output_messages|tool_calls)\./, (text) =>
    output(toolCall(`{"note": ${text}`)),
  ),
  place("name of a tool", /^(?:output_messages\..*|tool_calls\.0)\.name$/, (text) =>
    output(toolCall({}, { name: text })),
  ),
  place("answer of a tool", /^input_messages\.0\.parts\.0\./, (text) =>
    input(partsOf("tool", { type: "tool_call_response", id: "x", response: { rows: [text] } })),
  ),
  place("description of a tool", /^tool_definitions\./, (text) =>
    inAttribute("gen_ai.tool.definitions", JSON.stringify([{ type: "function", name: "log_in", description: text }])),
  ),
  place("default of a tool's parameter", /^tool_definitions\./, (text) =>
    inAttribute(
      "gen_ai.tool.definitions",
      JSON.stringify([{ name: "log_in", parameters: { properties: { user: { default: text } } } }]),
    ),
  ),
  place("part of the instructions", /^system_instructions$/, (text) =>
    inAttribute("gen_ai.system_instructions", JSON.stringify([{ type: "text", content: text }])),
  ),
  place("messages of OpenAI", /^input_messages\./, (text) =>
    inAttribute("langfuse.observation.input", JSON.stringify({ messages: [{ role: "user", content: text }] })),
  ),
  place("a list of tags", /^tags\.1$/, (text) => inAttribute("langfuse.trace.tags", ["a", text])),
  place("metadata of Langfuse", /^attributes\.langfuse\.trace\.metadata\.note$/, (text) =>
    inAttribute("langfuse.trace.metadata.note", text),
  ),
  place("metadata of LiteLLM", /^attributes\.metadata\.requester_metadata$/, (text) =>
    inAttribute("metadata.requester_metadata", JSON.stringify({ note: text })),
  ),
  place("metadata of the Vercel AI SDK", /^attributes\.ai\.telemetry\.metadata\.note$/, (text) =>
    inAttribute("ai.telemetry.metadata.note", text),
  ),
  place("message of OpenInference", /^input_messages\./, (text) =>
    inAttribute("llm.input_messages.0.message.content", text),
  ),
  place("tool of OpenInference", /^(?:output_messages|tool_calls)\./, (text) => ({
    attributes: attributes(
      ["llm.output_messages.0.message.role", "assistant"],
      ["llm.output_messages.0.message.tool_calls.0.tool_call.function.name", "log_in"],
      ["llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments", JSON.stringify({ note: text })],
    ),
  })),
];

const generatedPlaces: readonly PlantedField[] = [
  place("id of a tool's call in messages", /^(?:output_messages\..*|tool_calls\.0)\.id$/, (text) =>
    output(toolCall({}, { id: text })),
  ),
];
/** What programs make up for each message. */
export const generatedFields = generatedPlaces.map((field) => ({ ...field, isGenerated: true }));
