import type { FindingRow } from "@parapet/clickhouse";
import {
  storeBlocks,
  type BlockSink,
  type Message,
  type MessageRange,
  type RowBlock,
  type Source,
} from "@parapet/delivery";
import {
  createStageMetrics,
  errorCode,
  ParapetError,
  traced,
  type Clock,
  type Logger,
  type Meter,
  type Service,
  type StageMetrics,
  type Tracer,
} from "@parapet/runtime";

import { createDetectorMetrics, type DetectorMetrics } from "./detector-metrics.ts";
import type { FindingsFeed } from "./findings-feed.ts";
import { detectionRows, findingRows, guardBlocks, type InspectedPart } from "./guard-rows.ts";
import { HeldInspections } from "./held-inspections.ts";
import { inspectTexts, type InspectionDeps, type InspectionOptions } from "./inspect-texts.ts";
import { placedParts, type PlacedPart } from "./placed-part.ts";
import { ShedLog } from "./shed-log.ts";
import { createTraceSample, shedLevelOf, type ShedLevel } from "./shed-order.ts";

export interface GuardDeps extends InspectionDeps {
  readonly source: Source;
  readonly blocks: BlockSink;
  /** Who else is told of findings, before they are stored: what is stored has been told. */
  readonly feed?: FindingsFeed;
  readonly topicTenants: ReadonlyMap<string, string>;
  /** Of a message that is older nothing is looked at; before that, less and less (`shed-order.ts`). */
  readonly maxAgeMs: number;
  /** What the sample under lag is drawn with; by default a secret of this process. */
  readonly sampleKey?: Uint8Array;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly tracer: Tracer;
}

export interface Guard extends Service {
  /**
   * Stores that the learned detectors will not look at these messages; for a source that had to let them go. Rejects
   * when that could not be stored.
   */
  readonly shed: (messages: readonly Message[], signal: AbortSignal) => Promise<void>;
}

/**
 * Runs the learned detectors over the stream, in a group of its own: it may lag behind the ingester and never holds
 * storage back. What it had to leave out is stored as such.
 */
export function createGuard(deps: GuardDeps): Guard {
  const metrics = createStageMetrics(deps.meter, "guard", "texts");
  const detectors = createDetectorMetrics(deps.meter);
  const held = new HeldInspections();
  const isSampled = createTraceSample(deps.sampleKey);
  const shedLog = new ShedLog(deps.blocks, "detections");
  const handle = (range: MessageRange, signal: AbortSignal): Promise<void> =>
    traced(deps.tracer, "guard range", { "messaging.batch.message_count": range.messages.length }, () =>
      guardRange(range, signal, { deps, metrics, detectors, held, isSampled }),
    );
  return {
    name: "guard",
    start: () => deps.source.start(handle),
    stop: () => deps.source.stop(),
    failed: deps.source.failed,
    shed: async (messages, signal) => {
      const shed = await inspectParts(partsOf(messages, deps, metrics), { signal: lagging }, deps);
      count(shed, metrics, detectors);
      await shedLog.record(shed.flatMap(detectionRows), signal);
    },
  };
}

interface GuardParts {
  readonly deps: GuardDeps;
  readonly metrics: StageMetrics;
  readonly detectors: DetectorMetrics;
  readonly held: HeldInspections;
  readonly isSampled: (traceId: string) => boolean;
}

async function guardRange(range: MessageRange, signal: AbortSignal, parts: GuardParts): Promise<void> {
  const { deps, metrics, detectors, held } = parts;
  const inspected = await held.hold(range, signal, () => inspectRange(range, signal, parts));
  try {
    const { blocks, findings } = rowsOf(inspected, deps);
    await tellOf(range, findings, signal, parts);
    await storeBlocks(deps.blocks, range, blocks, signal);
  } catch (error) {
    if (!signal.aborted) metrics.errored(errorCode(error));
    throw error;
  }
  held.forget(range);
  count(inspected, metrics, detectors);
}

/**
 * Telling comes first: a range that was stored and not told of could not be told of later, for a replay of old messages
 * finds nothing. The owner is asked before, as it is before each insert.
 */
async function tellOf(
  range: MessageRange,
  findings: readonly FindingRow[],
  signal: AbortSignal,
  { deps: { feed }, held }: GuardParts,
): Promise<void> {
  if (feed === undefined) return;
  range.requireOwner?.();
  await held.tellOnce(range, () => feed.publish(findings, { streamId: range.streamId, signal }));
}

function rowsOf(
  inspected: readonly InspectedPart[],
  { classifier, sensitive, operators }: GuardDeps,
): { readonly blocks: readonly RowBlock[]; readonly findings: readonly FindingRow[] } {
  const deps = { embeddingVersion: classifier.embeddingVersion, sensitive, operators };
  const findings = inspected.flatMap((part) => findingRows(part, deps));
  return { blocks: guardBlocks(inspected, findings, deps), findings };
}

/** Signals that have ended: with them every learned detector is shed, and told why. */
const tooOld = AbortSignal.abort(new ParapetError("too_old", "the message is older than the guard looks at"));
const unsampled = AbortSignal.abort(new ParapetError("sample", "only a sample of traces is looked at"));
const lagging = AbortSignal.abort(new ParapetError("lag", "the source had to let the message go"));

async function inspectRange(
  range: MessageRange,
  signal: AbortSignal,
  { deps, metrics, isSampled }: GuardParts,
): Promise<readonly InspectedPart[]> {
  const nowMs = deps.clock.nowMs();
  const levelOf = ({ message, span }: PlacedPart): ShedLevel | "unsampled" => {
    const level = shedLevelOf(nowMs - message.timestampMs, deps.maxAgeMs);
    return level === "sample" && !isSampled(span.trace_id) ? "unsampled" : level;
  };
  const byLevel = Map.groupBy(partsOf(range.messages, deps, metrics), levelOf);
  const partsAt = (level: ShedLevel | "unsampled"): readonly PlacedPart[] => byLevel.get(level) ?? [];
  const dear = deps.classifier.detectors.filter(({ category }) => category === "hallucination");
  const shed = { detectors: dear.map(({ name }) => name), reason: "priority" };
  return [
    ...(await inspectParts(partsAt("full"), { signal }, deps)),
    ...(await inspectParts([...partsAt("priority"), ...partsAt("sample")], { signal, shed }, deps)),
    ...(await inspectParts(partsAt("unsampled"), { signal: unsampled }, deps)),
    ...(await inspectParts(partsAt("patterns"), { signal: tooOld }, deps)),
  ];
}

/** Received = sent + discarded. A part counts by the worst that befell one of its detectors. */
function count(inspected: readonly InspectedPart[], metrics: StageMetrics, detectors: DetectorMetrics): void {
  for (const { part, inspection } of inspected) detectors.observe(part.part, inspection.detections);
  metrics.received(inspected.length);
  for (const [status, { length }] of Map.groupBy(inspected, worstStatus)) {
    if (status === "ran") metrics.sent(length);
    else metrics.discarded(length, status);
  }
}

function worstStatus({ inspection: { detections } }: InspectedPart): "ran" | "shed" | "failed" | "not_run" {
  const statuses = new Set(detections.map(({ status }) => status));
  if (statuses.has("failed")) return "failed";
  if (detections.some(({ status, reason }) => status === "not_run" && reason !== "no_context")) return "not_run";
  return statuses.has("shed") ? "shed" : "ran";
}

type PartsDeps = Pick<GuardDeps, "topicTenants"> & { readonly log: Logger };

function partsOf(messages: readonly Message[], deps: PartsDeps, metrics: StageMetrics): readonly PlacedPart[] {
  return messages.flatMap((message) => {
    try {
      return placedParts(message, deps.topicTenants);
    } catch (error) {
      // The ingester fails on it too, and dead-letters it; here it must not hold up those behind it.
      metrics.received(1);
      metrics.discarded(1, "processing_failed");
      const { topic, partition, offset } = message;
      deps.log.error("a message could not be read", {
        code: errorCode(error),
        topic,
        partition,
        offset: String(offset),
      });
      return [];
    }
  });
}

async function inspectParts(
  parts: readonly PlacedPart[],
  options: Pick<InspectionOptions, "signal" | "shed">,
  deps: GuardDeps,
): Promise<readonly InspectedPart[]> {
  if (parts.length === 0) return [];
  const inspections = await inspectTexts(
    parts.map((part) => part.input),
    // The ingester finds what is sensitive where the text is stored; here only the learned detectors look.
    { ...options, priority: "stream", detectors: deps.classifier.detectors.map(({ name }) => name) },
    deps,
  );
  return parts.flatMap((part, index) => {
    const inspection = inspections[index];
    return inspection === undefined ? [] : [{ part, inspection }];
  });
}
