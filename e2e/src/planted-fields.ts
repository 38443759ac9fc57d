import { createOtlpSpan, type AnyValue, type OtlpSpan } from "@parapet/span";

import { readAttributes, type ReadAttribute } from "./planted-attributes.ts";
import {
  attributes,
  event,
  inAttribute,
  link,
  messages,
  named,
  partsOf,
  place,
  toolCall,
  traceId,
  type PlantedField,
} from "./planted-field.ts";
import { generatedFields, messageFields } from "./planted-message-fields.ts";

/** A chat that holds nothing but what is planted. */
export function plantedSpan(spanId: string, planted: Partial<OtlpSpan>): OtlpSpan {
  const now = BigInt(Date.now()) * 1_000_000n;
  const attributes = new Map<string, AnyValue>([
    ["gen_ai.operation.name", "chat"],
    ["gen_ai.provider.name", "openai"],
    ["gen_ai.request.model", "gpt-4o"],
    ...(planted.attributes ?? []),
  ]);
  const times = { startTimeUnixNano: now, endTimeUnixNano: now + 1_000_000n };
  return createOtlpSpan({ traceId, spanId, name: "chat", kind: 3, ...times, ...planted, attributes });
}

const ownFields: readonly PlantedField[] = [
  place("span name", /^name$/, (text) => ({ name: text })),
  place("trace state", /^attributes\.w3c\.tracestate$/, (text) => ({ traceState: text })),
  place("status message", /^status_message$/, (text) => ({ statusCode: 2, statusMessage: text })),
  place("scope name", /^scope_name$/, (text) => ({ scopeName: text })),
  place("scope version", /^attributes\.otel\.scope\.version$/, (text) => ({ scopeVersion: text })),
  place("scope attribute", /^attributes\.otel\.scope\.app\.note$/, (text) => ({
    scopeAttributes: attributes(["app.note", text]),
  })),
  place("key of a scope attribute", /^attributes\.\{key\}$/, (text) => ({ scopeAttributes: attributes([text, "x"]) })),
  place("service name", /^service_name$/, (text) => ({ resource: attributes(["service.name", text]) })),
  place("resource attribute", /^resource_attributes\.app\.note$/, (text) => ({
    resource: attributes(["app.note", text]),
  })),
  place("key of a resource attribute", /^resource_attributes\.\{key\}$/, (text) => ({
    resource: attributes([text, "x"]),
  })),
  place("event name", /^events\.0\.name$/, (text) => event(text)),
  place("event attribute", /^events\.0\.attributes\.app\.note$/, (text) => event("app.remark", ["app.note", text])),
  place("key of an event attribute", /^events\.0\.attributes\.\{key\}$/, (text) => event("app.remark", [text, "x"])),
  place("message of an exception", /^events\.0\.attributes\.exception\.message$/, (text) =>
    event("exception", ["exception.type", "Error"], ["exception.message", text]),
  ),
  place("stack of an exception", /^events\.0\.attributes\.exception\.stacktrace$/, (text) =>
    event("exception", ["exception.stacktrace", `Error: ${text}\n    at call (/app/main.js:1:2)`]),
  ),
  place("type of an exception", /^error_type$/, (text) => event("exception", ["exception.type", text])),
  place("link attribute", /^links\.0\.attributes\.app\.note$/, (text) => link(["app.note", text])),
  place("key of a link attribute", /^links\.0\.attributes\.\{key\}$/, (text) => link([text, "x"])),
  place("name of a score", /^scores\.0\.name$/, (text) =>
    event("gen_ai.evaluation.result", ["gen_ai.evaluation.name", text], ["gen_ai.evaluation.score.value", 0.5]),
  ),
  place("label of a score", /^scores\.0\.label$/, (text) =>
    event("gen_ai.evaluation.result", ["gen_ai.evaluation.name", "x"], ["gen_ai.evaluation.score.label", text]),
  ),
  place("explanation of a score", /^events\.0\.attributes\.gen_ai\.evaluation\.explanation$/, (text) =>
    event(
      "gen_ai.evaluation.result",
      ["gen_ai.evaluation.name", "x"],
      ["gen_ai.evaluation.score.value", 1],
      ["gen_ai.evaluation.explanation", text],
    ),
  ),
  place("event of a user's message", /^input_messages\./, (text) => event("gen_ai.user.message", ["content", text])),
  place("event of a choice", /^output_messages\./, (text) =>
    event("gen_ai.choice", ["index", 0], ["message", attributes(["role", "assistant"], ["content", text])]),
  ),
  place("event of an exchange", /^input_messages\./, (text) =>
    event("gen_ai.client.inference.operation.details", ["gen_ai.input.messages", messages("user", text)]),
  ),
];

const note = /^attributes\.app\.note$/;

/** Values of every type that OTLP has. */
const valueFields: readonly PlantedField[] = [
  place("attribute", note, (text) => inAttribute("app.note", text)),
  place("key of an attribute", /^attributes\.\{key\}$/, (text) => inAttribute(text, "x")),
  place("key of an attribute, with a number", /^attributes\.\{key\}$/, (text) => inAttribute(`note: ${text}`, 1)),
  place("list", note, (text) => inAttribute("app.note", ["a", text, "b"])),
  place("list of lists", note, (text) => inAttribute("app.note", [[text]])),
  place("value of a map", note, (text) => inAttribute("app.note", attributes(["text", text]))),
  place("key of a map", note, (text) => inAttribute("app.note", attributes([text, "x"]))),
  place("map in a list in a map", note, (text) =>
    inAttribute("app.note", attributes(["items", [attributes(["deep", attributes([text, 1], ["text", "x"])])]])),
  ),
  place("bytes", note, (text) => inAttribute("app.note", Buffer.from(text))),
  place("bytes in a map", note, (text) => inAttribute("app.note", attributes(["blob", Buffer.from(text)]))),
  place("JSON in a text", note, (text) => inAttribute("app.note", JSON.stringify({ items: [{ text }] }))),
  place("JSON in JSON in a text", note, (text) =>
    inAttribute("app.note", JSON.stringify({ body: JSON.stringify({ text }) })),
  ),
  place("a text of many kilobytes", note, (text) =>
    inAttribute("app.note", `${"The parcel came late. ".repeat(2_000)}${text}${" It was empty.".repeat(2_000)}`),
  ),
  place("a header", /^attributes\.http\.request\.header\.x-forwarded-user$/, (text) =>
    inAttribute("http.request.header.x-forwarded-user", [text]),
  ),
  place("a query", /^attributes\.db\.query\.text$/, (text) => inAttribute("db.query.text", `SELECT '${text}'`)),
  place("arguments of a process", /^attributes\.process\.command_args$/, (text) =>
    inAttribute("process.command_args", ["app", "--note", text]),
  ),
  place("baggage", /^attributes\.baggage\.user$/, (text) => inAttribute("baggage.user", text)),
];

const opaqueFields: readonly PlantedField[] = [
  place("bytes that are no text", note, (text) =>
    inAttribute("app.note", Buffer.concat([Buffer.of(0, 255, 8, 200), Buffer.from(text), Buffer.of(0, 1, 254)])),
  ),
].map((field) => ({ ...field, isOpaque: true }));

/** Values that nothing tells to be credentials but what they are called. */
const namedFields: readonly PlantedField[] = [
  named("attribute named password", /^attributes\.db\.password$/, (text) => inAttribute("db.password", text)),
  named("attribute named api_key", /^attributes\.llm\.api_key$/, (text) => inAttribute("llm.api_key", text)),
  named("attribute named token", /^attributes\.app\.accessToken$/, (text) => inAttribute("app.accessToken", text)),
  named("header of authorization", /^attributes\.http\.request\.header\.authorization$/, (text) =>
    inAttribute("http.request.header.authorization", [`Bearer ${text}`]),
  ),
  named("resource attribute named secret", /^resource_attributes\.app\.client_secret$/, (text) => ({
    resource: attributes(["app.client_secret", text]),
  })),
  named("password in a map", note, (text) => inAttribute("app.note", attributes(["password", text]))),
  named("password in JSON", note, (text) => inAttribute("app.note", JSON.stringify({ login: { password: text } }))),
  named("password in JSON in JSON", note, (text) =>
    inAttribute("app.note", JSON.stringify({ body: JSON.stringify({ password: text }) })),
  ),
  named("password of an event", /^events\.0\.attributes\.db\.password$/, (text) =>
    event("app.connected", ["db.password", text]),
  ),
  named("password in a map of an event", /^events\.0\.attributes\.login\.password$/, (text) =>
    event("app.connected", ["login", attributes(["password", text])]),
  ),
  named("password of a link", /^links\.0\.attributes\.db\.password$/, (text) => link(["db.password", text])),
  named("password among a tool's arguments", /^(?:output_messages|tool_calls)\..*\.password$/, (text) =>
    inAttribute("gen_ai.output.messages", toolCall({ user: "billing", password: text })),
  ),
  named("password among a tool's arguments in JSON", /^(?:output_messages|tool_calls)\./, (text) =>
    inAttribute("gen_ai.output.messages", toolCall(JSON.stringify({ user: "billing", password: text }))),
  ),
  named("API key in a tool's answer", /^input_messages\..*\.apiKey$/, (text) =>
    inAttribute(
      "gen_ai.input.messages",
      partsOf("tool", { type: "tool_call_response", id: "x", response: { apiKey: text } }),
    ),
  ),
  named("password in the arguments of LangChain", /^(?:attributes|input_messages)\./, (text) =>
    inAttribute("gen_ai.tool.call.arguments", JSON.stringify({ password: text })),
  ),
];

const generatedColumns: ReadonlySet<string> = new Set(["response_id", "request_id", "tool_call_id", "call_key"]);

/** An attribute's value is in its column, or in the attributes where the column could not take it. */
function fieldOfAttribute({ key, column, isOfResource }: ReadAttribute): PlantedField {
  const columns = isOfResource ? "resource_attributes|environment|release" : "[a-z_]+";
  return {
    name: isOfResource ? `${key} of the resource` : key,
    location: new RegExp(`^(?:${columns})(?:\\.|$)`),
    plant: (text) => (isOfResource ? { resource: attributes([key, text]) } : inAttribute(key, text)),
    isAlike: true,
    isGenerated: generatedColumns.has(column),
  };
}

/** Every place of a span that its sender fills. */
export function plantedFields(): readonly PlantedField[] {
  const others = [...ownFields, ...valueFields, ...opaqueFields, ...namedFields, ...messageFields, ...generatedFields];
  return [...others, ...readAttributes().map(fieldOfAttribute)];
}
