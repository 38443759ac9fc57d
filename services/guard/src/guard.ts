import { randomUUID } from "node:crypto";

import { insertToken, tenantOf, type BlockSink, type Message, type MessageRange, type Source } from "@parapet/delivery";
import {
  createStageMetrics,
  errorCode,
  traced,
  type Clock,
  type Meter,
  type Service,
  type StageMetrics,
  type Tracer,
} from "@parapet/runtime";
import { decodeMessage, normaliseSpan, placedSpans } from "@parapet/span";

import { guardBlocks, type PlacedPart } from "./guard-rows.ts";
import { guardedParts } from "./guarded-parts.ts";
import { inspectTexts, type InspectionDeps } from "./inspect-texts.ts";

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
  /** Stores that the learned detectors will not look at these messages; for a source that had to let them go. */
  readonly shed: (messages: readonly Message[], signal: AbortSignal) => Promise<void>;
}

/**
 * Runs the learned detectors over the stream, in a group of its own: it may lag behind the ingester and never holds
 * storage back. What it had to leave out is stored as such.
 */
export function createGuard(deps: GuardDeps): Guard {
  const metrics = createStageMetrics(deps.meter, "guard", "texts");
  const handle = (range: MessageRange, signal: AbortSignal): Promise<void> =>
    traced(deps.tracer, "guard range", { "messaging.batch.message_count": range.messages.length }, () =>
      guardRange(range, signal, deps, metrics),
    );
  return {
    name: "guard",
    start: () => deps.source.start(handle),
    stop: () => deps.source.stop(),
    shed: (messages, signal) => shedMessages(messages, signal, deps, metrics),
  };
}

async function guardRange(
  range: MessageRange,
  signal: AbortSignal,
  deps: GuardDeps,
  metrics: StageMetrics,
): Promise<void> {
  const oldestMs = deps.clock.nowMs() - deps.maxAgeMs;
  const parts = range.messages.flatMap((message) => partsOf(message, deps.topicTenants));
  const [late, timely] = [parts.filter(isOlderThan(oldestMs)), parts.filter((part) => !isOlderThan(oldestMs)(part))];
  const inspected = [
    ...(await inspectParts(timely, signal, deps)),
    ...(await inspectParts(late, AbortSignal.abort(), deps)),
  ];
  // A take-over by another consumer is no reason to store everything as shed: that one looks at it.
  signal.throwIfAborted();
  try {
    await deps.blocks.write(guardBlocks(inspected, deps.classifier.modelVersion), insertToken(range), signal);
  } catch (error) {
    metrics.errored(errorCode(error));
    throw error;
  }
  metrics.received(parts.length);
  const ran = inspected.filter(({ inspection }) => inspection.detections.every(({ status }) => status === "ran"));
  metrics.sent(ran.length);
  metrics.discarded(late.length, "shed");
  metrics.discarded(inspected.length - ran.length - late.length, "failed");
}

async function shedMessages(
  messages: readonly Message[],
  signal: AbortSignal,
  deps: GuardDeps,
  metrics: StageMetrics,
): Promise<void> {
  const parts = messages.flatMap((message) => partsOf(message, deps.topicTenants));
  // An aborted signal sheds every learned detector.
  const inspected = await inspectParts(parts, AbortSignal.abort(), deps);
  await deps.blocks.write(guardBlocks(inspected, deps.classifier.modelVersion), `shed:${randomUUID()}`, signal);
  metrics.received(parts.length);
  metrics.discarded(parts.length, "shed");
}

function isOlderThan(timeMs: number): (part: PlacedPart) => boolean {
  return ({ message }) => message.timestampMs < timeMs;
}

/** The texts of a message. One that cannot be decoded has none: the ingester is the one to dead-letter it. */
function partsOf(message: Message, topicTenants: ReadonlyMap<string, string>): readonly PlacedPart[] {
  const decoded = decodeMessage(message.value ?? new Uint8Array());
  if (decoded.kind === "dead_letter") return [];
  const context = { tenant: tenantOf(message, topicTenants), receivedAtMs: message.timestampMs };
  return placedSpans(decoded.value).flatMap(({ span, idx }) =>
    guardedParts(normaliseSpan(span, context), idx).map((part) => ({ ...part, message })),
  );
}

async function inspectParts(parts: readonly PlacedPart[], signal: AbortSignal, deps: GuardDeps) {
  if (parts.length === 0) return [];
  const inspections = await inspectTexts(
    parts.map((part) => part.input),
    // The ingester finds personal data where the text is stored; here only the learned detectors look.
    { signal, detectors: deps.classifier.heads.map((head) => head.name) },
    deps,
  );
  return parts.flatMap((part, index) => {
    const inspection = inspections[index];
    return inspection === undefined ? [] : [{ part, inspection }];
  });
}
