import { isJsonList, isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { plainMessage } from "./langchain-messages.ts";

/** The messages in a request or a state: of OpenAI's and Anthropic's, Google's, the Responses', Haystack's. */
export function listedMessages({
  messages,
  contents,
  items,
  replies,
  input,
  output,
}: JsonObject): JsonValue[] | undefined {
  const listed = [messages, contents, items, replies].find((list) => list !== undefined && list !== null);
  if (isJsonList(listed)) return [...listed];
  const inner = [input, output].find(isListOfItems);
  return inner === undefined ? undefined : [...inner];
}

/** Items of OpenAI's Responses, each with its role or its type. */
function isListOfItems(list: JsonValue | undefined): list is readonly JsonValue[] {
  const isItem = (item: JsonValue) => isJsonObject(item) && (item["role"] ?? item["type"]) !== undefined;
  return isJsonList(list) && list.length > 0 && list.every(isItem);
}

/** The answers in a response, each a message or with one inside, beside the reason of its end. */
export function listedAnswers(body: JsonObject): readonly JsonValue[] | undefined {
  const { choices, candidates, generations, output, stopReason = null } = body;
  const answers = choices ?? candidates;
  if (isJsonList(answers)) return answers;
  // LangChain lists the answers to each of its prompts.
  if (isJsonList(generations))
    return generations.flatMap((of) => (isJsonList(of) ? [...of] : [of])).map(answerOfGeneration);
  const message = isJsonObject(output) ? output["message"] : undefined;
  return isJsonObject(message) ? [{ message, finish_reason: stopReason }] : undefined;
}

function answerOfGeneration(generation: JsonValue): JsonValue {
  if (!isJsonObject(generation)) return generation;
  const { text = null, message, generation_info: info } = generation;
  const finish_reason = (isJsonObject(info) ? info["finish_reason"] : undefined) ?? null;
  const said = message === undefined ? text : plainMessage(message);
  return { message: isJsonObject(said) ? said : { content: said }, finish_reason };
}
