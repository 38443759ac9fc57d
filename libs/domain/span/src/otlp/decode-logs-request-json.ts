import { deadLetter } from "@parapet/delivery";
import type { Outcome } from "@parapet/delivery";
import { attributesOfJson, textOfJson, timeOfJson, valueOfJson } from "./decode-json-value.ts";
import type { JsonDecodeState } from "./decode-json-value.ts";
import { defaultDecodeLimits } from "./decode-limits.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import type { DecodedRequest } from "./decoded-request.ts";
import { idOfJson } from "./json-bytes.ts";
import { field, int64Of, isUnknownObject, listOf } from "./json-fields.ts";
import type { UnknownObject } from "./json-fields.ts";
import { isGenAiEvent, requestOfLogRecords } from "./log-record-spans.ts";
import type { LogRecord } from "./log-record.ts";
import { parseRequestJson } from "./parse-request-json.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";

type Surroundings = Pick<LogRecord, "resource" | "scopeName" | "scopeVersion" | "scopeAttributes"> & {
  readonly flags: readonly QualityFlag[];
};

/**
 * Decodes the GenAI events of an OTLP/JSON `ExportLogsServiceRequest`, as the spans that they belong to. Takes the same
 * inputs and spellings as `decodeTraceRequestJson`, never throws; logs without a GenAI event are `other_signal`.
 */
export function decodeLogsRequestJson(
  input: unknown,
  limits: DecodeLimits = defaultDecodeLimits,
): Outcome<DecodedRequest> {
  const parsed = parseRequestJson(input, limits);
  if (parsed.kind !== "ok") return parsed;
  const { value, flags } = parsed.value;
  if (!isUnknownObject(value)) return deadLetter("undecodable_json");
  const resourceLogs = field(value, "resourceLogs");
  if (!Array.isArray(resourceLogs)) return deadLetter("other_signal");
  const state: JsonDecodeState = { limits, flags: new Set(), defect: null };
  const records: LogRecord[] = [];
  for (const group of resourceLogs.filter(isUnknownObject)) {
    for (const record of recordsOfResource(state, group, flags)) {
      if (records.length >= limits.maxSpans) return deadLetter("too_many_spans");
      records.push(record);
    }
  }
  return requestOfLogRecords(records, limits);
}

function* recordsOfResource(
  state: JsonDecodeState,
  group: UnknownObject,
  inherited: readonly QualityFlag[],
): Generator<LogRecord> {
  startRecord(state, inherited);
  const given = field(group, "resource");
  const resource = attributesOfJson(state, isUnknownObject(given) ? given["attributes"] : undefined);
  const flags = [...state.flags];
  for (const scopeGroup of listOf(field(group, "scopeLogs")).filter(isUnknownObject)) {
    const surroundings = readScope(state, scopeGroup, { resource, flags });
    for (const item of listOf(field(scopeGroup, "logRecords")).filter(isUnknownObject)) {
      const record = readRecord(state, item, surroundings);
      if (record !== undefined) yield record;
    }
  }
}

function readScope(
  state: JsonDecodeState,
  scopeGroup: UnknownObject,
  { resource, flags }: Pick<Surroundings, "resource" | "flags">,
): Surroundings {
  startRecord(state, flags);
  const given = field(scopeGroup, "scope");
  const scope = isUnknownObject(given) ? given : {};
  return {
    resource,
    scopeName: textOfJson(state, scope["name"]),
    scopeVersion: textOfJson(state, scope["version"]),
    scopeAttributes: attributesOfJson(state, scope["attributes"]),
    flags: [...state.flags],
  };
}

/** Undefined for what is no GenAI event, and for an event nested too deep to be read. */
function readRecord(state: JsonDecodeState, item: UnknownObject, surroundings: Surroundings): LogRecord | undefined {
  startRecord(state, surroundings.flags);
  const event = {
    eventName: textOfJson(state, field(item, "eventName")),
    attributes: attributesOfJson(state, item["attributes"]),
  };
  if (!isGenAiEvent(event)) return undefined;
  const time = timeOfJson(state, item, "timeUnixNano");
  const body = valueOfJson(state, item["body"], 1);
  if ((int64Of(field(item, "droppedAttributesCount"))?.value ?? 0n) > 0n) state.flags.add("sender_dropped_data");
  if (state.defect !== null) return undefined;
  return {
    ...surroundings,
    ...event,
    traceId: idOfJson(field(item, "traceId"), 16) ?? "",
    spanId: idOfJson(field(item, "spanId"), 8) ?? "",
    timeUnixNano: time === 0n ? timeOfJson(state, item, "observedTimeUnixNano") : time,
    body,
    flags: [...state.flags],
  };
}

function startRecord(state: JsonDecodeState, inherited: readonly QualityFlag[]): void {
  state.flags.clear();
  state.defect = null;
  for (const flag of inherited) state.flags.add(flag);
}
