import { isJsonList } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readIsoUnixNano, readNumber, textOfJson } from "../facts/attribute-readers.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue, AttributeMap, OtlpSpan } from "../otlp/otlp-span.ts";
import { attributeOf, exportField, exportObject, exportText, objectOf } from "./export-fields.ts";
import { costOf, usageOf } from "./observation-usage.ts";
import { otelId } from "./otel-ids.ts";

type Entry = readonly [string, AnyValue];

/**
 * The span that an observation of a Langfuse export was, or could have been: with the attributes of the span that
 * Langfuse received, where the export kept them, and with what Langfuse made of them in its own attributes. `ofTrace` are
 * attributes that the trace gives this span.
 */
export function spanOfObservation(observation: JsonObject, ofTrace: readonly Entry[]): OtlpSpan {
  const text = (name: string) => exportText(observation, name) ?? "";
  const metadata = exportObject(observation, "metadata");
  const scope = objectOf(metadata["scope"]);
  const received = attributesOf(metadata["attributes"]);
  const parent = text("parentObservationId");
  const isError = text("level").toUpperCase() === "ERROR";
  return createOtlpSpan({
    traceId: otelId(text("traceId"), 32),
    spanId: otelId(text("id"), 16),
    parentSpanId: parent === "" ? "" : otelId(parent, 16),
    name: text("name"),
    startTimeUnixNano: timeOf(observation, "startTime") ?? 0n,
    endTimeUnixNano: timeOf(observation, "endTime") ?? 0n,
    statusCode: isError ? 2 : 0,
    statusMessage: text("statusMessage"),
    attributes: new Map([...received, ...ownAttributes(observation, metadata, received), ...ofTrace]),
    resource: attributesOf(metadata["resourceAttributes"]),
    scopeName: textOf(scope["name"]),
    scopeVersion: textOf(scope["version"]),
    scopeAttributes: attributesOf(scope["attributes"]),
  });
}

/** Parts of the metadata that are the span's own, not the sender's. */
const spanMetadata: ReadonlySet<string> = new Set(["attributes", "resourceAttributes", "scope"]);

/** What a sender put into metadata, under `prefix`. */
export function metadataEntries(prefix: string, metadata: JsonObject): Entry[] {
  const own = Object.entries(metadata).filter(([key, value]) => !spanMetadata.has(key) && value !== null);
  return own.map(([key, value]): Entry => [`${prefix}.${key}`, attributeOf(value)]);
}

function attributesOf(value: JsonValue | undefined): AttributeMap {
  const entries = Object.entries(objectOf(value)).filter(([, item]) => item !== null);
  return new Map(entries.map(([key, item]) => [key, listOrText(item)]));
}

/** Lists stay lists, as an attribute may hold one. */
function listOrText(value: JsonValue): AnyValue {
  return isJsonList(value) ? value.map(attributeOf) : attributeOf(value);
}

function ownAttributes(observation: JsonObject, metadata: JsonObject, received: AttributeMap): Entry[] {
  const named = columns.flatMap(([attribute, name]): Entry[] => {
    const value = exportField(observation, name);
    return value === undefined || value === "" ? [] : [[attribute, attributeOf(value)]];
  });
  const objects: [string, JsonObject][] = [
    ["langfuse.observation.model.parameters", exportObject(observation, "modelParameters")],
    ["langfuse.observation.usage_details", usageOf(observation)],
    ["langfuse.observation.cost_details", costOf(observation)],
  ];
  return [
    ...typeEntry(observation, received),
    ...named,
    ...modelEntry(observation),
    ...objects
      .filter(([, object]) => Object.keys(object).length > 0)
      .map(([attribute, object]): Entry => [attribute, JSON.stringify(object)]),
    ...firstTokenEntry(observation),
    ...toolEntry(observation, received),
    ...metadataEntries("langfuse.observation.metadata", metadata),
  ];
}

const columns: readonly (readonly [attribute: string, name: string])[] = [
  ["langfuse.observation.prompt.name", "promptName"],
  ["langfuse.observation.prompt.version", "promptVersion"],
  ["langfuse.observation.input", "input"],
  ["langfuse.observation.output", "output"],
  ["langfuse.environment", "environment"],
  ["langfuse.version", "version"],
];

/** Attributes that say what a span is, in other words than Langfuse's. */
const kindAttributes = [
  "gen_ai.operation.name",
  "gen_ai.agent.name",
  "openinference.span.kind",
  "traceloop.span.kind",
  "langsmith.span.kind",
  "mlflow.spanType",
  "agent_name",
];

/** An export calls everything that Langfuse did not recognise a span: what was received then tells more. */
function typeEntry(observation: JsonObject, received: AttributeMap): Entry[] {
  const type = (exportText(observation, "type") ?? "span").toLowerCase();
  const level = (exportText(observation, "level") ?? "").toLowerCase();
  const isToldOtherwise = type === "span" && kindAttributes.some((key) => received.has(key));
  return [
    ...(isToldOtherwise ? [] : [["langfuse.observation.type", type] as const]),
    ...(level === "" ? [] : [["langfuse.observation.level", level] as const]),
  ];
}

function modelEntry(observation: JsonObject): Entry[] {
  const model = exportText(observation, "model") ?? exportText(observation, "providedModelName");
  return model === undefined ? [] : [["langfuse.observation.model.name", model]];
}

const NANOS_PER_SECOND = 1_000_000_000;

/** When the first token came, or how many seconds after the start. */
function firstTokenEntry(observation: JsonObject): Entry[] {
  const stated = exportText(observation, "completionStartTime");
  if (stated !== undefined) return [["langfuse.observation.completion_start_time", stated]];
  const seconds = readNumber(exportText(observation, "timeToFirstToken") ?? null);
  const start = timeOf(observation, "startTime");
  if (seconds === undefined || seconds < 0 || start === undefined) return [];
  const nanos =
    start + BigInt(Math.round(Math.min(seconds, Number.MAX_SAFE_INTEGER / NANOS_PER_SECOND) * NANOS_PER_SECOND));
  return [["langfuse.observation.completion_start_time", isoOf(nanos)]];
}

function isoOf(unixNano: bigint): string {
  const seconds = unixNano / 1_000_000_000n;
  const fraction = (unixNano % 1_000_000_000n).toString().padStart(9, "0");
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** The tools that the model was offered, by their names, where the received span did not list them. */
function toolEntry(observation: JsonObject, received: AttributeMap): Entry[] {
  const tools = Object.entries(exportObject(observation, "toolDefinitions"));
  if (tools.length === 0 || received.has(TOOLS)) return [];
  return [[TOOLS, JSON.stringify(tools.map(([name, definition]) => ({ ...objectOf(definition), name })))]];
}

const TOOLS = "gen_ai.tool.definitions";

function timeOf(observation: JsonObject, name: string): bigint | undefined {
  return readIsoUnixNano(exportText(observation, name) ?? null);
}

function textOf(value: JsonValue | undefined): string {
  return value === undefined || value === null ? "" : textOfJson(value);
}
