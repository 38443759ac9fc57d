import { jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { messageOfObject } from "./chat-messages-of-value.ts";
import type { ChatMessage } from "./chat-message.ts";
import { structured } from "./message-parts.ts";
import { nestedGroups, takeField } from "../facts/numbered-fields.ts";
import type { FieldGroup } from "../facts/numbered-fields.ts";

/** Messages of `gen_ai.prompt.N.role`, `.content`, `.tool_calls.M.name` and the like; those without any are left out. */
export function readNumberedMessages(
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
  const calls = nestedGroups(group, "tool_calls.").map((call) => takeAll(call, ["id", "name", "arguments"]));
  // LiteLLM numbers the calls of one answer like answers.
  const { "function_call.name": name = null, "function_call.arguments": given = null } = takeAll(group, functionCall);
  const called = name === null && given === null ? [] : [{ name, arguments: given }];
  const allCalls = [...calls, ...called];
  const { content, ...fields } = takeAll(group, ["role", "content", "finish_reason", "tool_call_id"]);
  return {
    ...fields,
    // Content of several parts comes as their JSON.
    ...(content === undefined ? {} : { content: structured(content) }),
    ...(allCalls.length === 0 ? {} : { tool_calls: allCalls }),
  };
}

const functionCall = ["function_call.name", "function_call.arguments"];

/** The named fields that are there, as taken. */
export function takeAll(group: FieldGroup, names: readonly string[]): Readonly<Record<string, JsonValue>> {
  const found = names.flatMap((name): [string, JsonValue][] => {
    const value = takeField(group, name);
    return value === undefined ? [] : [[name, jsonOfAnyValue(value)]];
  });
  return Object.fromEntries(found);
}
