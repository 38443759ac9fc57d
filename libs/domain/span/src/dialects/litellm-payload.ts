import { readBool, readCount, readNumber } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import type { DialectContext } from "../facts/dialect.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import type { ChatMessage } from "../messages/chat-message.ts";
import { objectByPython, readPythonText, scalarAt, structuredByPython } from "./litellm-values.ts";

const readInput = readsByPython(messagesReader("user"));
const readOutput = readsByPython(messagesReader("assistant"));

/**
 * The fields of LiteLLM's payload for loggers under their own bare names, as senders write them that pass it on whole. The
 * bodies stay attributes too: they hold more than the columns do.
 * https://docs.litellm.ai/docs/proxy/logging_spec
 */
export function derivePayload({ fallback, span: { attributes } }: DialectContext): void {
  const valueOf = (key: string) => attributes.get(key) ?? null;
  fallback("provider", readPythonText(valueOf("custom_llm_provider")), "custom_llm_provider");
  fallback("requestModel", readPythonText(valueOf("model")), "model");
  fallback("responseId", readPythonText(valueOf("id")), "id");
  fallback("userId", readPythonText(valueOf("end_user")), "end_user");
  fallback("inputTokens", readCount(valueOf("prompt_tokens")), "prompt_tokens");
  fallback("outputTokens", readCount(valueOf("completion_tokens")), "completion_tokens");
  fallback("totalTokens", readCount(valueOf("total_tokens")), "total_tokens");
  fallback("isStreaming", readBool(valueOf("stream")), "stream");
  const parameters = objectByPython(valueOf("model_parameters"));
  fallback("requestMaxTokens", readCount(scalarAt(parameters, "max_tokens")));
  fallback("requestTemperature", readNumber(scalarAt(parameters, "temperature")));
  fallback("requestTopP", readNumber(scalarAt(parameters, "top_p")));
  fallback("inputMessages", readInput(valueOf("messages")));
  fallback("outputMessages", readOutput(valueOf("response")));
}

function readsByPython(read: Reader<readonly ChatMessage[]>): Reader<readonly ChatMessage[]> {
  return (value) => {
    const json = structuredByPython(value ?? undefined);
    return read(typeof json === "string" || json === null ? json : JSON.stringify(json));
  };
}
