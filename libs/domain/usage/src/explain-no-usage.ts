import { isJsonObject, propertyOf, textAt, valueAt, type JsonObject } from "./json-value.ts";
import type { NoUsageReason } from "./no-usage-reasons.ts";

/** Keys of answers that hold what a model said. */
const answerKeys = ["choices", "content", "completion", "completions", "generation", "generations", "candidates"];
const otherAnswerKeys = [
  "output",
  "outputs",
  "results",
  "message",
  "data",
  "embeddings",
  "embedding",
  "response",
  "text",
];

/** Where providers count what is no token: pages, searches, images, seconds. */
const otherUnits = [
  ["usage_info", "pages_processed"],
  ["meta", "billed_units", "search_units"],
  ["meta", "billed_units", "images"],
  ["usage", "seconds"],
];

const unfinished: ReadonlySet<string> = new Set([
  "queued",
  "in_progress",
  "requires_action",
  "cancelling",
  "starting",
  "processing",
]);

/** Why an answer, in which no count was found, has none. */
export function explainNoUsage(answer: unknown): NoUsageReason {
  if (answer === undefined || answer === null || answer === "") return "empty_body";
  if (!isJsonObject(answer)) return "unknown_shape";
  if (Object.keys(answer).length === 0) return "empty_body";
  if (isError(answer)) return "error_body";
  if (otherUnits.some((path) => typeof valueAt(answer, path) === "number")) return "not_in_tokens";
  if (unfinished.has(textAt(answer, ["status"]) ?? "")) return "not_finished";
  const isAnswer = [...answerKeys, ...otherAnswerKeys].some((key) => (propertyOf(answer, key) ?? null) !== null);
  return isAnswer ? "answer_without_usage" : "unknown_shape";
}

/** An error says so in a field of its own (OpenAI, Google), as its type (Anthropic), or as its object (Mistral, vLLM). */
function isError(answer: JsonObject): boolean {
  const isTold = (propertyOf(answer, "error") ?? null) !== null;
  return isTold || textAt(answer, ["type"]) === "error" || textAt(answer, ["object"]) === "error";
}
