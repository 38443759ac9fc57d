import { isJsonList, isJsonObject, parseJson } from "../otlp/any-value.ts";
import type { JsonObject } from "../otlp/any-value.ts";
import type { AnyValue, OtlpSpan } from "../otlp/otlp-span.ts";
import { attributeOf, exportField, exportList, exportObject, exportText, unquoted } from "./export-fields.ts";
import { scoreEntries } from "./scores-of-trace.ts";
import { metadataEntries, spanOfObservation } from "./span-of-observation.ts";

/** Why something in an export gives no span. */
export type ExportProblem =
  | "undecodable_json"
  | "not_a_langfuse_export"
  /** The trace lists the ids of its observations only, as the API's lists of traces do. */
  | "trace_without_observations"
  /** An observation names no trace, no id or no start. */
  | "incomplete_observation"
  /** A score stands apart from the trace that it judges. */
  | "score_without_trace";

export interface LangfuseExport {
  readonly spans: readonly OtlpSpan[];
  /** `place` says where, such as `data.3`; `""` is the whole. Never content. */
  readonly problems: readonly { readonly place: string; readonly problem: ExportProblem }[];
}

/**
 * Reads what Langfuse exports: a trace with its observations, `{trace, observations}` as its interface saves them, one
 * observation, or a page of either, `{data: […]}`. The spans speak Langfuse's dialect, so that they become the rows that
 * the same spans would have become had they been received. Never throws, whatever the text.
 */
export function readLangfuseExport(text: string): LangfuseExport {
  const json = parseJson(text);
  if (json === undefined) return problemAt("", "undecodable_json");
  const items = isJsonObject(json) && isJsonList(json["data"]) ? json["data"] : json;
  if (isJsonList(items)) {
    return joined(items.map((item, at) => withPlace(isJsonObject(item) ? readItem(item) : notAnExport, `data.${at}`)));
  }
  return isJsonObject(items) ? readItem(items) : notAnExport;
}

function problemAt(place: string, problem: ExportProblem): LangfuseExport {
  return { spans: [], problems: [{ place, problem }] };
}

const notAnExport = problemAt("", "not_a_langfuse_export");

function withPlace({ spans, problems }: LangfuseExport, outer: string): LangfuseExport {
  const placed = problems.map(({ place, problem }) => ({ place: place === "" ? outer : `${outer}.${place}`, problem }));
  return { spans, problems: placed };
}

function joined(exports: readonly LangfuseExport[]): LangfuseExport {
  return {
    spans: exports.flatMap(({ spans }) => spans),
    problems: exports.flatMap(({ problems }) => problems),
  };
}

function readItem(item: JsonObject): LangfuseExport {
  const trace = exportObject(item, "trace");
  const observations = exportList(item, "observations") ?? exportList(trace, "observations");
  if (Object.keys(trace).length > 0) return readTrace(trace, observations);
  if (observations !== undefined) return readTrace(item, observations);
  if (exportText(item, "startTime") !== undefined) return readObservation(item, ofObservationAlone(item));
  if (exportText(item, "dataType") !== undefined) return problemAt("", "score_without_trace");
  return exportText(item, "timestamp") === undefined ? notAnExport : problemAt("", "trace_without_observations");
}

type Entry = readonly [string, AnyValue];

function readTrace(trace: JsonObject, observations: readonly JsonObject[] = []): LangfuseExport {
  if (observations.length === 0) return problemAt("", "trace_without_observations");
  const root = rootOf(observations);
  const scores = scoresByObservation(trace, observations);
  const ofEverySpan = traceEntries(trace);
  const ofRoot = rootEntries(trace, root);
  return joined(
    observations.map((observation, at) => {
      const own = scores.get(observation) ?? [];
      const entries = [...ofEverySpan, ...(observation === root ? ofRoot : []), ...scoreEntries(own)];
      return withPlace(readObservation(observation, entries), `observations.${at}`);
    }),
  );
}

function readObservation(observation: JsonObject, ofTrace: readonly Entry[]): LangfuseExport {
  const isComplete = ["id", "traceId", "startTime"].every((name) => exportText(observation, name) !== undefined);
  return isComplete
    ? { spans: [spanOfObservation(observation, ofTrace)], problems: [] }
    : problemAt("", "incomplete_observation");
}

/** The observation that stands for the trace: the first without a parent, else the first of all. */
function rootOf(observations: readonly JsonObject[]): JsonObject | undefined {
  const byStart = observations.toSorted((a, b) => compare(exportText(a, "startTime"), exportText(b, "startTime")));
  const ids = new Set(observations.map((observation) => exportText(observation, "id")));
  const hasParent = (observation: JsonObject) => exportText(observation, "parentObservationId") !== undefined;
  return (
    byStart.find((observation) => !hasParent(observation)) ??
    byStart.find((observation) => !ids.has(exportText(observation, "parentObservationId"))) ??
    byStart[0]
  );
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : Number(a > b);
}

/** The scores of each observation; those of the whole trace are its root's. */
function scoresByObservation(
  trace: JsonObject,
  observations: readonly JsonObject[],
): ReadonlyMap<JsonObject, readonly JsonObject[]> {
  const byId = new Map(observations.map((observation) => [exportText(observation, "id"), observation]));
  const root = rootOf(observations);
  const scores = new Map<JsonObject, JsonObject[]>();
  for (const score of exportList(trace, "scores") ?? []) {
    const judged = byId.get(exportText(score, "observationId") ?? "") ?? root;
    if (judged === undefined) continue;
    const known = scores.get(judged);
    if (known === undefined) scores.set(judged, [score]);
    else known.push(score);
  }
  return scores;
}

/** What a trace says of all its spans. */
const traceColumns: readonly (readonly [attribute: string, name: string])[] = [
  ["langfuse.trace.name", "name"],
  ["langfuse.user.id", "userId"],
  ["langfuse.session.id", "sessionId"],
  ["langfuse.release", "release"],
];

function traceEntries(trace: JsonObject): Entry[] {
  return [...namedEntries(trace, traceColumns), ...tagEntry(trace)];
}

/** Exports of single observations may name what is the trace's on each. */
function ofObservationAlone(observation: JsonObject): Entry[] {
  const names = [
    ["langfuse.trace.name", "traceName"],
    ["langfuse.user.id", "userId"],
    ["langfuse.session.id", "sessionId"],
    ["langfuse.release", "release"],
  ] as const;
  const scores = exportList(observation, "scores") ?? [];
  return [...namedEntries(observation, names), ...tagEntry(observation), ...scoreEntries(scores)];
}

function namedEntries(object: JsonObject, names: readonly (readonly [string, string])[]): Entry[] {
  return names.flatMap(([attribute, name]): Entry[] => {
    const text = exportText(object, name);
    return text === undefined ? [] : [[attribute, text]];
  });
}

function tagEntry(object: JsonObject): Entry[] {
  const tags = exportField(object, "tags") ?? exportField(object, "traceTags");
  return isJsonList(tags) && tags.length > 0 ? [["langfuse.trace.tags", tags.map(attributeOf)]] : [];
}

/** What a trace says of itself stands once, on its root; its bodies only where the root has none. */
function rootEntries(trace: JsonObject, root: JsonObject | undefined): Entry[] {
  const isPublic = exportField(trace, "public");
  const bodies = (["input", "output"] as const).flatMap((side): Entry[] => {
    const body = exportField(trace, side);
    const isTold = root !== undefined && exportField(root, side) !== undefined;
    return body === undefined || isTold ? [] : [[`langfuse.trace.${side}`, attributeOf(unquoted(body))]];
  });
  return [
    ...bodies,
    ...(typeof isPublic === "boolean" ? [["langfuse.trace.public", isPublic] as const] : []),
    ...metadataEntries("langfuse.trace.metadata", exportObject(trace, "metadata")),
  ];
}
