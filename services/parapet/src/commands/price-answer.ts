import type { PriceBook, PriceQuery, UnpricedReason } from "@parapet/pricing";
import { extractAnswerUsage, type KnownUsage, type NoUsageReason, type Usage, type UsageFlag } from "@parapet/usage";

import type { PriceQuestion } from "./price-question.ts";

/** Totals where they are known, and every bucket that is not empty. */
type PrintedBuckets = Readonly<Record<string, number>>;

export type PriceAnswer =
  | {
      readonly id: string | number;
      readonly buckets: PrintedBuckets;
      readonly input_cost_usd: string;
      readonly output_cost_usd: string;
      readonly cost_usd: string;
      readonly price: { readonly version: string; readonly source: string };
      readonly quality_flags?: readonly UsageFlag[];
    }
  | {
      readonly id: string | number;
      readonly unpriced: UnpricedReason | NoUsageReason;
    };

const printedNames = [
  ["inputUncached", "input_uncached_tokens"],
  ["inputImage", "input_image_tokens"],
  ["inputAudio", "input_audio_tokens"],
  ["inputVideo", "input_video_tokens"],
  ["cacheRead", "cache_read_tokens"],
  ["cacheReadImage", "cache_read_image_tokens"],
  ["cacheReadAudio", "cache_read_audio_tokens"],
  ["cacheReadVideo", "cache_read_video_tokens"],
  ["cacheWrite5m", "cache_write_5m_tokens"],
  ["cacheWrite1h", "cache_write_1h_tokens"],
  ["outputText", "output_text_tokens"],
  ["outputImage", "output_image_tokens"],
  ["outputAudio", "output_audio_tokens"],
  ["outputVideo", "output_video_tokens"],
  ["reasoning", "reasoning_tokens"],
  ["citations", "citation_tokens"],
  ["webSearches", "web_searches"],
] as const satisfies readonly (readonly [keyof Usage, string])[];

/** Prices one question; `nowMs` is the time of calls that tell none. */
export function answerPrice(question: PriceQuestion, book: PriceBook, nowMs: number): PriceAnswer {
  const { id, provider, api_flavor, usage: body } = question;
  const known = extractAnswerUsage({ provider: provider ?? "", apiFlavor: api_flavor ?? undefined, body });
  if (known.kind === "none") return { id, unpriced: known.reason };
  // A price of counts that cannot be right would be a guess.
  if (known.flags.includes("usage_inconsistent")) return { id, unpriced: "inconsistent_usage" };
  if (known.inputTokens === null) return { id, unpriced: "partial_usage" };
  const outcome = book.price(queryOf(question, known, nowMs));
  if (outcome.kind === "unpriced") return { id, unpriced: outcome.reason };
  return {
    id,
    buckets: printedBuckets(known),
    input_cost_usd: outcome.inputUsd,
    output_cost_usd: outcome.outputUsd,
    cost_usd: outcome.totalUsd,
    price: { version: outcome.version, source: outcome.source },
    ...(known.flags.length === 0 ? {} : { quality_flags: known.flags }),
  };
}

/** What the line says goes before what the answer says, but for the model: the one that answered is billed. */
function queryOf(question: PriceQuestion, known: KnownUsage, nowMs: number): PriceQuery {
  return {
    provider: question.provider ?? "",
    requestModel: question.model ?? "",
    responseModel: known.model ?? "",
    serviceTier: question.service_tier ?? known.serviceTier ?? "",
    region: question.region ?? known.region ?? "",
    usage: known.usage,
    atMs: question.at ?? nowMs,
  };
}

function printedBuckets({ usage, inputTokens, outputTokens }: KnownUsage): PrintedBuckets {
  const parts = printedNames.map(([bucket, name]) => [name, usage[bucket]] as const);
  return {
    ...(inputTokens === null ? {} : { input_tokens: inputTokens }),
    ...(outputTokens === null ? {} : { output_tokens: outputTokens }),
    ...Object.fromEntries(parts.filter(([, count]) => count > 0)),
  };
}
