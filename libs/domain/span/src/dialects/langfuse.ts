import type { JsonObject } from "../otlp/any-value.ts";
import {
  readBool,
  readCount,
  readIsoUnixNano,
  readJsonObject,
  readNumber,
  readTags,
  readText,
} from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import { readCostDetails } from "../facts/cost-details.ts";
import { alias, textAlias } from "../facts/dialect.ts";
import type { Alias, Dialect, DialectContext } from "../facts/dialect.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { readLangfuseInput, readOfferedTools } from "../messages/langfuse-bodies.ts";
import { levelAlias } from "../facts/read-level.ts";
import type { FactName, FactTypes } from "../facts/span-facts.ts";
import { spreadAlias, tell } from "../facts/spread-alias.ts";
import { toolAnswer, toolRequest } from "../messages/tool-messages.ts";
import { readUsageDetails } from "../facts/usage-details.ts";

const TYPE = "langfuse.observation.type";
const INPUT = "langfuse.observation.input";
const OUTPUT = "langfuse.observation.output";
const PARAMETERS = "langfuse.observation.model.parameters";
const promptNames = ["langfuse.observation.prompt.name", "langfuse.prompt.name"];
const promptVersions = ["langfuse.observation.prompt.version", "langfuse.prompt.version"];

/** Operations for the values of `langfuse.observation.type`. A plain span or an event is no GenAI operation. */
const operationOfType: ReadonlyMap<string, string> = new Map([
  ["span", ""],
  ["event", ""],
  ["generation", "chat"],
  ["embedding", "embeddings"],
  ["agent", "invoke_agent"],
  ["tool", "execute_tool"],
  ["chain", "invoke_workflow"],
  ["retriever", "retrieval"],
  ["evaluator", "evaluate"],
  ["guardrail", "run_guardrail"],
]);

/** Kinds of generation that other attributes tell more exactly than Langfuse's type does. */
const generations: ReadonlySet<string> = new Set(["chat", "text_completion", "generate_content"]);
const promptedOperations: ReadonlySet<string> = new Set([...generations, "embeddings"]);

/**
 * The attributes of Langfuse's SDKs and of senders that follow its mapping. They are set on purpose, so they come before
 * all others: a declared type is trusted. https://langfuse.com/integrations/native/opentelemetry#property-mapping
 */
export const langfuse: Dialect = {
  name: "langfuse",
  markers: [TYPE],
  scopes: ["langfuse-sdk"],
  aliases: [
    alias("operation", (value) => operationOfType.get(typeOf(value)), [TYPE]),
    textAlias("requestModel", "langfuse.observation.model.name", "langfuse.observation.model"),
    spreadAlias("inputTokens", ["langfuse.observation.usage_details"], readUsageDetails),
    spreadAlias("reportedCostUsd", ["langfuse.observation.cost_details"], readCostDetails),
    alias("completionStartUnixNano", readIsoUnixNano, ["langfuse.observation.completion_start_time"], "invalid_ttft"),
    levelAlias("langfuse.observation.level"),
    alias("inputMessages", readLangfuseInput, [INPUT]),
    alias("toolDefinitions", readOfferedTools, [INPUT]),
    alias("outputMessages", messagesReader("assistant"), [OUTPUT]),
    textAlias("statusMessage", "langfuse.observation.status_message"),

    parameterAlias(
      "requestMaxTokens",
      readCount,
      "max_completion_tokens",
      "max_tokens",
      "max_output_tokens",
      "maxTokens",
      "maxOutputTokens",
    ),
    parameterAlias("requestTemperature", readNumber, "temperature"),
    parameterAlias("requestTopP", readNumber, "top_p", "topP"),
    parameterAlias("serviceTier", readText, "service_tier", "serviceTier"),
    parameterAlias("isStreaming", readBool, "stream", "is_stream"),

    textAlias("traceName", "langfuse.trace.name"),
    textAlias(
      "userId",
      "langfuse.user.id",
      "langfuse.trace.user_id",
      "langfuse.trace.metadata.langfuse_user_id",
      "langfuse.observation.metadata.langfuse_user_id",
    ),
    textAlias(
      "sessionId",
      "langfuse.session.id",
      "langfuse.trace.session_id",
      "langfuse.trace.metadata.langfuse_session_id",
      "langfuse.observation.metadata.langfuse_session_id",
    ),
    alias("tags", readTags, [
      "langfuse.trace.tags",
      "langfuse.tags",
      "langfuse.trace.metadata.langfuse_tags",
      "langfuse.observation.metadata.langfuse_tags",
    ]),
    textAlias("environment", "langfuse.environment"),
    textAlias("release", "langfuse.release"),
  ],
  resourceAliases: [textAlias("environment", "langfuse.environment"), textAlias("release", "langfuse.release")],
  derivesFrom: [TYPE, ...promptNames, ...promptVersions, "langfuse.trace.input", "langfuse.trace.output"],
  derive(context) {
    refineOperation(context);
    derivePrompt(context);
    deriveToolCall(context);
    deriveTraceBodies(context);
  },
};

function typeOf(value: AnyValue | undefined): string {
  return (readText(value ?? null) ?? "").trim().toLowerCase();
}

/** A fact of the model's parameters, under the first of `names` that they have. They stay an attribute: they hold more. */
function parameterAlias<F extends FactName>(fact: F, read: Reader<FactTypes[F]>, ...names: readonly string[]): Alias {
  return spreadAlias(fact, [PARAMETERS], (value) => {
    const parameters: JsonObject = readJsonObject(value) ?? {};
    const given = names.map((name) => parameters[name]).find((found) => found !== undefined && found !== null);
    // Frameworks write what was not set as the text `null`.
    const isSet = given !== undefined && given !== "null" && typeof given !== "object";
    return { facts: tell(fact, isSet ? read(given) : undefined), isWhole: false };
  });
}

/** Before everything that any alias offers. */
const FIRST = -1;
/** Behind everything that any dialect derives. */
const LAST = Number.MAX_SAFE_INTEGER;

function offerFirst<F extends FactName>({ draft }: DialectContext, fact: F, value: FactTypes[F], key: string): void {
  draft.offer(fact, value, { dialect: langfuse.name, rank: FIRST, keys: [key] });
}

/**
 * A generation may be a finer operation by another dialect's words. SDKs up to 3.3.0 called every observation a span,
 * generations too: those have a model.
 */
function refineOperation(context: DialectContext): void {
  const { span, draft } = context;
  const type = typeOf(span.attributes.get(TYPE));
  const named = readText(span.attributes.get("gen_ai.operation.name") ?? null);
  if (type === "generation" && named !== undefined && generations.has(named)) {
    draft.offer("operation", named, { dialect: langfuse.name, rank: FIRST, keys: [] });
  }
  const isOldSdk = type === "span" && langfuse.scopes?.includes(span.scopeName) === true;
  if (isOldSdk && span.attributes.has("langfuse.observation.model.name"))
    offerFirst(context, "operation", "chat", TYPE);
}

/** Prompts belong to calls of a model: Langfuse's SDKs set them on the spans around these too. */
function derivePrompt(context: DialectContext): void {
  const { operation, requestModel, responseModel } = context.draft.facts;
  const isCall =
    operation === undefined ? (requestModel ?? responseModel) !== undefined : promptedOperations.has(operation);
  if (!isCall) return;
  const hasPrompt = promptNames.some((key) => context.span.attributes.has(key));
  if (hasPrompt) context.draft.offer("operation", "chat", { dialect: langfuse.name, rank: LAST, keys: [] });
  offerText(context, "promptName", promptNames);
  offerText(context, "promptVersion", promptVersions);
}

function offerText(context: DialectContext, fact: "promptName" | "promptVersion", keys: readonly string[]): void {
  for (const key of keys) {
    const text = readText(context.span.attributes.get(key) ?? null);
    if (text === undefined) continue;
    offerFirst(context, fact, text, key);
    return;
  }
}

/** The input and output of a tool are its arguments and its result; the tool is what the observation is called. */
function deriveToolCall(context: DialectContext): void {
  const { span, draft, fallback } = context;
  if (typeOf(span.attributes.get(TYPE)) !== "tool") return;
  fallback("toolName", span.name === "" ? undefined : span.name);
  const input = span.attributes.get(INPUT);
  const output = span.attributes.get(OUTPUT);
  if (input !== undefined && input !== null)
    offerFirst(context, "inputMessages", toolRequest(draft.facts, input), INPUT);
  if (output !== undefined && output !== null)
    offerFirst(context, "outputMessages", toolAnswer(draft.facts, output), OUTPUT);
}

const readInput = messagesReader("user");
const readOutput = messagesReader("assistant");

/** The bodies of the whole trace, where the span has none of its own. */
function deriveTraceBodies({ span, draft, fallback }: DialectContext): void {
  const { inputMessages, outputMessages } = draft.facts;
  const input = span.attributes.get("langfuse.trace.input");
  const output = span.attributes.get("langfuse.trace.output");
  if (input !== undefined && inputMessages === undefined)
    fallback("inputMessages", readInput(input), "langfuse.trace.input");
  if (output !== undefined && outputMessages === undefined)
    fallback("outputMessages", readOutput(output), "langfuse.trace.output");
}
