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
  traced,
  type Clock,
  type Logger,
  type Meter,
  type Service,
  type StageMetrics,
  type Tracer,
} from "@parapet/runtime";

import { detectionRows, guardBlocks, type InspectedPart } from "./guard-rows.ts";
import { HeldInspections } from "./held-inspections.ts";
import { inspectTexts, type InspectionDeps } from "./inspect-texts.ts";
import { placedParts, type PlacedPart } from "./placed-part.ts";
import { ShedLog } from "./shed-log.ts";

export interface GuardDeps extends InspectionDeps {
  readonly source: Source;
  readonly blocks: BlockSink;
  readonly topicTenants: ReadonlyMap<string, string>;
  /** A message older than this is shed: late answers about old traffic must not delay those about new traffic. */
  readonly maxAgeMs: number;
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
  const held = new HeldInspections();
  const shedLog = new ShedLog(deps.blocks, "detections");
  const handle = (range: MessageRange, signal: AbortSignal): Promise<void> =>
    traced(deps.tracer, "guard range", { "messaging.batch.message_count": range.messages.length }, () =>
      guardRange(range, signal, { deps, metrics, held }),
    );
  return {
    name: "guard",
    start: () => deps.source.start(handle),
    stop: () => deps.source.stop(),
    failed: deps.source.failed,
    shed: async (messages, signal) => {
      const shed = await inspectParts(partsOf(messages, deps, metrics), AbortSignal.abort(), deps);
      count(shed, metrics);
      await shedLog.record(shed.flatMap(detectionRows), signal);
    },
  };
}

interface GuardParts {
  readonly deps: GuardDeps;
  readonly metrics: StageMetrics;
  readonly held: HeldInspections;
}

async function guardRange(
  range: MessageRange,
  signal: AbortSignal,
  { deps, metrics, held }: GuardParts,
): Promise<void> {
  const inspected = await held.hold(range, signal, () => inspectRange(range, signal, deps, metrics));
  try {
    await storeBlocks(deps.blocks, range, blocksOf(inspected, deps), signal);
  } catch (error) {
    if (!signal.aborted) metrics.errored(errorCode(error));
    throw error;
  }
  held.forget(range);
  count(inspected, metrics);
}

function blocksOf(
  inspected: readonly InspectedPart[],
  { classifier, sensitive, operators }: GuardDeps,
): readonly RowBlock[] {
  return guardBlocks(inspected, { encoderVersion: classifier.modelVersion, sensitive, operators });
}

async function inspectRange(
  range: MessageRange,
  signal: AbortSignal,
  deps: GuardDeps,
  metrics: StageMetrics,
): Promise<readonly InspectedPart[]> {
  const oldestMs = deps.clock.nowMs() - deps.maxAgeMs;
  const byAge = Map.groupBy(range.messages, ({ timestampMs }) => (timestampMs < oldestMs ? "late" : "timely"));
  return [
    ...(await inspectParts(partsOf(byAge.get("timely") ?? [], deps, metrics), signal, deps)),
    // An aborted signal sheds every learned detector.
    ...(await inspectParts(partsOf(byAge.get("late") ?? [], deps, metrics), AbortSignal.abort(), deps)),
  ];
}

/** Received = sent + discarded. A part counts by the worst that befell one of its detectors. */
function count(inspected: readonly InspectedPart[], metrics: StageMetrics): void {
  metrics.received(inspected.length);
  for (const [status, { length }] of Map.groupBy(inspected, worstStatus)) {
    if (status === "ran") metrics.sent(length);
    else metrics.discarded(length, status);
  }
}

function worstStatus({ inspection: { detections } }: InspectedPart): "ran" | "shed" | "failed" {
  const statuses = new Set(detections.map(({ status }) => status));
  if (statuses.has("failed")) return "failed";
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
  signal: AbortSignal,
  deps: GuardDeps,
): Promise<readonly InspectedPart[]> {
  if (parts.length === 0) return [];
  const inspections = await inspectTexts(
    parts.map((part) => part.input),
    // The ingester finds what is sensitive where the text is stored; here only the learned detectors look.
    { signal, detectors: deps.classifier.heads.map((head) => head.name) },
    deps,
  );
  return parts.flatMap((part, index) => {
    const inspection = inspections[index];
    return inspection === undefined ? [] : [{ part, inspection }];
  });
}
