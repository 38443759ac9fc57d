import type { Outcome } from "@parapet/delivery";
import type { SpanBatchDecoder } from "../../batch/span-batch-decoder.ts";
import { isModelCall } from "../../calls/call-key.ts";
import { linkCalls } from "../../calls/link-calls.ts";
import { decodeMessage } from "../../otlp/decode-message.ts";
import type { DecodedRequest } from "../../otlp/decoded-request.ts";
import { explainSpan } from "../../row/explain-span.ts";
import type { LlmSpan } from "../../row/llm-span.ts";
import { mapTexts } from "../../row/map-texts.ts";
import { normaliseSpan } from "../../row/normalise-span.ts";
import { qualityFlags } from "../../facts/quality-flags.ts";
import { judgeBatch } from "./judge-batch.ts";

const context = { tenant: "fuzz", receivedAtMs: 1_790_000_000_000 };
const flags: ReadonlySet<string> = new Set(qualityFlags);

/** A span may not grow by more than this, its names and structure included. */
const MAX_GROWTH = 40;
const ROW_BYTES = 20_000;
const MAX_EXPLAINED = 4;

/** What is wrong with what we make of a message; null where nothing is. Throws where we would have thrown. */
export function judgeMessage(bytes: Uint8Array, ...decoders: readonly SpanBatchDecoder[]): string | null {
  const decoded = decodeMessage(bytes);
  const complaint =
    decoded.kind === "ok" ? (judgeSpans(decoded.value, bytes.length) ?? judgeCalls(decoded.value)) : null;
  return decoders.reduce((found, decoder) => found ?? judgeDecoder(bytes, decoded, decoder), complaint);
}

function judgeDecoder(bytes: Uint8Array, decoded: Outcome<DecodedRequest>, decoder: SpanBatchDecoder): string | null {
  const batch = decoder.decode(bytes, context);
  if (decoded.kind !== "ok") return batch.kind === decoded.kind ? null : "only one path refuses the message";
  return batch.kind === "ok"
    ? judgeBatch(decoded.value, batch.value.batch, context)
    : "only one path takes the message";
}

function judgeSpans({ spans }: DecodedRequest, messageBytes: number): string | null {
  for (const span of spans) {
    const row = normaliseSpan(span, context);
    const complaint = judgeRow(row, messageBytes);
    if (complaint !== null) return complaint;
    mapTexts(row, (text) => text);
    // Explaining takes one normalisation for each attribute.
    if (span.attributes.size < MAX_EXPLAINED) explainSpan(span, (part) => normaliseSpan(part, context));
  }
  return null;
}

/** Every call has one span that carries its spend, or that a cache served; calls that share a key have one each. */
function judgeCalls({ spans }: DecodedRequest): string | null {
  const linked = linkCalls(spans.map((span) => normaliseSpan(span, context)));
  if (linked.length !== spans.length) return "linking changes the number of spans";
  if (linked.some(({ operation, spend_role: role }) => isModelCall(operation) !== (role !== "")))
    return "a span has a part in a call that it is none of";
  const calls = Map.groupBy(
    linked.filter(({ spend_role: role }) => role !== ""),
    ({ call_key: key }) => key,
  );
  const isCarried = (call: readonly { readonly spend_role: string }[]): boolean =>
    call.some(({ spend_role: role }) => role !== "duplicate");
  return [...calls.values()].every(isCarried) ? null : "nobody carries the spend of a call";
}

function judgeRow(row: LlmSpan, messageBytes: number): string | null {
  const counts = Object.entries(row).filter(([key, value]) => key.endsWith("_tokens") && value !== null);
  const odd = counts.find(([, value]) => !Number.isSafeInteger(value) || Number(value) < 0);
  if (odd !== undefined) return `${odd[0]} is no count`;
  const unknown = row.quality_flags.find((flag) => !flags.has(flag));
  if (unknown !== undefined) return "a flag that is not in the set";
  if (!hasExclusiveBuckets(row) && !row.quality_flags.includes("usage_inconsistent")) return "buckets do not add up";
  if (JSON.stringify(row).length > ROW_BYTES + MAX_GROWTH * messageBytes)
    return "the row is far larger than its message";
  return row.duration_ms !== null && row.duration_ms < 0 ? "a negative duration" : null;
}

function hasExclusiveBuckets(row: LlmSpan): boolean {
  const input = [
    row.input_uncached_tokens,
    row.cache_read_tokens,
    row.cache_write_5m_tokens,
    row.cache_write_1h_tokens,
    row.input_image_tokens,
    row.input_audio_tokens,
    row.input_video_tokens,
  ];
  const output = [row.output_text_tokens, row.output_image_tokens, row.output_audio_tokens, row.reasoning_tokens];
  const addUp = (whole: number | null, parts: readonly (number | null)[]): boolean =>
    whole === null || parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) === whole;
  return addUp(row.input_tokens, input) && addUp(row.output_tokens, output);
}
