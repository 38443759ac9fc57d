import { isJsonObject, jsonOfAnyValue, parseJson } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readTexts, textOfJson } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import type { ChatMessage } from "./chat-message.ts";
import { messageOfObject } from "./chat-messages-of-value.ts";
import { takeAll } from "./numbered-messages.ts";
import { nestedGroups, takeField, takeRest } from "../facts/numbered-fields.ts";
import type { FieldGroup } from "../facts/numbered-fields.ts";

const MESSAGE = "message.";
const CONTENT = "message_content.";

/** Messages of `llm.input_messages.N.message.*`: role, content or contents, tool calls, the call that is answered. */
export function readOpenInferenceMessages(
  groups: readonly FieldGroup[],
  defaultRole: string,
): readonly ChatMessage[] | undefined {
  const messages = groups.flatMap((group) => {
    const message = messageOfGroup(group);
    return Object.keys(message).length === 0 ? [] : [messageOfObject(message, defaultRole)];
  });
  return messages.length === 0 ? undefined : messages;
}

function messageOfGroup(group: FieldGroup): JsonObject {
  const contents = nestedGroups(group, `${MESSAGE}contents.`).map(partOfGroup);
  const calls = nestedGroups(group, `${MESSAGE}tool_calls.`).map(callOfGroup);
  const legacyCall = callOf(group, `${MESSAGE}function_call_name`, `${MESSAGE}function_call_arguments_json`);
  const allCalls = [...calls, ...legacyCall];
  const names = ["role", "content", "name", "tool_call_id", "finish_reason"];
  const fields = Object.entries(
    takeAll(
      group,
      names.map((name) => MESSAGE + name),
    ),
  );
  return {
    ...Object.fromEntries(fields.map(([name, value]) => [name.slice(MESSAGE.length), value])),
    ...(contents.length === 0 ? {} : { parts: contents }),
    ...(allCalls.length === 0 ? {} : { tool_calls: allCalls }),
  };
}

/** A part of any kind: what is neither text nor media keeps its fields under their own names. */
function partOfGroup(group: FieldGroup): JsonObject {
  const fields = takeRest(group).map(([name, value]): [string, JsonValue] => [
    name.startsWith(CONTENT) ? name.slice(CONTENT.length) : name,
    jsonOfAnyValue(value),
  ]);
  return mediaPart(Object.fromEntries(fields));
}

const DATA_URL = /^data:([^;,]{0,200})(?:;[^,]{0,200})?,/;

/** An image, a sound or a film as OpenTelemetry's parts say it: a place where it lies, or its content. */
function mediaPart(fields: JsonObject): JsonObject {
  const modality = ["image", "audio", "video"].find((kind) => typeof fields[`${kind}.${kind}.url`] === "string");
  if (modality === undefined) return fields;
  const {
    type: _,
    [`${modality}.${modality}.url`]: url,
    [`${modality}.${modality}.mime_type`]: mime,
    ...rest
  } = fields;
  const text = typeof url === "string" ? url : "";
  const [start = "", mimeOfUrl = ""] = DATA_URL.exec(text) ?? [];
  const mimeType = typeof mime === "string" ? mime : mimeOfUrl;
  const kind = { modality, ...(mimeType === "" ? {} : { mime_type: mimeType }) };
  return start === ""
    ? { ...rest, type: "uri", ...kind, uri: text }
    : { ...rest, type: "blob", ...kind, content: text.slice(start.length) };
}

function callOfGroup(group: FieldGroup): JsonObject {
  const id = takeField(group, "tool_call.id");
  const [call = {}] = callOf(group, "tool_call.function.name", "tool_call.function.arguments");
  return { ...call, ...(id === undefined ? {} : { id: jsonOfAnyValue(id) }) };
}

function callOf(group: FieldGroup, nameField: string, argumentsField: string): JsonObject[] {
  const name = takeField(group, nameField);
  const given = takeField(group, argumentsField);
  if (name === undefined && given === undefined) return [];
  return [{ name: jsonOfAnyValue(name ?? null), arguments: jsonOfAnyValue(given ?? null) }];
}

/** Texts of completion models (`llm.prompts.N`) and of embeddings, one message each. */
export function readPrompts(
  groups: readonly FieldGroup[],
  { role, field }: { readonly role: string; readonly field: string },
): readonly ChatMessage[] | undefined {
  const messages = groups.flatMap((group) => {
    const text = takeField(group, field) ?? takeField(group, "");
    return text === undefined || text === null
      ? []
      : [{ role, parts: [{ type: "text", content: textOfJson(jsonOfAnyValue(text)) }] }];
  });
  return messages.length === 0 ? undefined : messages;
}

/** The same as one list, as LangChain's instrumentation writes it. */
export const readPromptTexts: Reader<readonly ChatMessage[]> = (value) =>
  readTexts(value)?.map((content) => ({ role: "user", parts: [{ type: "text", content }] }));

/** JSON array of `llm.tools.N.tool.json_schema`. */
export function readToolSchemas(groups: readonly FieldGroup[]): string | undefined {
  const schemas = groups.flatMap((group): JsonValue[] => {
    const schema = takeField(group, "tool.json_schema");
    if (schema === undefined || schema === null) return [];
    const json = jsonOfAnyValue(schema);
    const parsed = typeof json === "string" ? parseJson(json) : json;
    return [isJsonObject(parsed) ? parsed : json];
  });
  return schemas.length === 0 ? undefined : JSON.stringify(schemas);
}
