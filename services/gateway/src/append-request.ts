import { ENCODING_HEADER, TENANT_HEADER, type OutgoingMessage, type Producer } from "@parapet/delivery";
import { describeError, errorCode, type Clock, type Logger } from "@parapet/runtime";
import type { RejectedSpan } from "@parapet/span";

import { decodeExport } from "./decode-export.ts";
import type { Accepted, ExportRequest, ExportSignal } from "./export-request.ts";
import type { GatewayLimits } from "./gateway-limits.ts";
import type { GatewayMetrics } from "./gateway-metrics.ts";
import { refused, type Refusal } from "./refusal.ts";

export interface AppendDeps {
  readonly producer: Producer;
  readonly limits: GatewayLimits;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Brings a request into the log, byte for byte as it came; resolves once the log has confirmed it. Spans that cannot be
 * stored travel along: whoever reads the log finds the same ones and keeps a dead letter of each.
 */
export async function appendRequest(request: ExportRequest, deps: AppendDeps): Promise<Accepted | Refusal> {
  const summary = summarise(request);
  if (summary.kind === "refused") return summary;
  const { spanCount, accepted } = summary;
  if (spanCount === 0) return accepted;
  const { maxMessageBytes } = deps.limits;
  if (request.body.length > maxMessageBytes) {
    const bounds = `the request has ${request.body.length} bytes, a message of the log at most ${maxMessageBytes}`;
    return refused("message_too_large", `${bounds}; send smaller batches or raise PARAPET_MAX_MESSAGE_BYTES`);
  }
  deps.metrics.spans.received(spanCount);
  const failure = await append(messageOf(request, summary), deps);
  if (failure !== null) return failure;
  deps.metrics.spans.sent(spanCount);
  return accepted;
}

/** What is kept of a request while the log takes it: decoded spans are several times as large as their bytes. */
interface Summary {
  readonly kind: "summary";
  readonly spanCount: number;
  readonly firstTraceId: string | undefined;
  readonly accepted: Accepted;
}

function summarise(request: ExportRequest): Summary | Refusal {
  const decoded = decodeExport(request);
  if (decoded.kind === "refused") return decoded;
  const { spans, rejected } = decoded.value;
  return {
    kind: "summary",
    spanCount: spans.length + rejected.length,
    firstTraceId: spans[0]?.traceId,
    accepted: acceptedWith(request.signal, rejected),
  };
}

/** The caller may go away while the append is under way: its spans are here, so they are appended all the same. */
async function append(message: OutgoingMessage, deps: AppendDeps): Promise<Refusal | null> {
  const { producer, limits, metrics, clock, log } = deps;
  const startedMs = clock.monotonicMs();
  try {
    await producer.send([message], AbortSignal.timeout(limits.appendTimeoutMs));
  } catch (error) {
    metrics.spans.errored(errorCode(error));
    log.warn("a request could not be appended", { error: describeError(error) });
    return refused("unavailable", "the log did not confirm the spans in time; send them again");
  }
  metrics.appended(clock.monotonicMs() - startedMs);
  return null;
}

/** Spans of one trace share a partition as long as they come in requests that begin with it. */
function messageOf({ tenant, encoding, body }: ExportRequest, { firstTraceId }: Summary): OutgoingMessage {
  return {
    key: firstTraceId === undefined ? null : Buffer.from(firstTraceId, "hex"),
    value: body,
    headers: { [TENANT_HEADER]: tenant, [ENCODING_HEADER]: encoding },
  };
}

function acceptedWith(signal: ExportSignal, rejected: readonly RejectedSpan[]): Accepted {
  if (rejected.length === 0) return { kind: "accepted", signal, rejectedSpans: 0, message: "" };
  const reasons = [...new Set(rejected.map(({ reason }) => reason))];
  return { kind: "accepted", signal, rejectedSpans: rejected.length, message: `spans rejected: ${reasons.join(", ")}` };
}
