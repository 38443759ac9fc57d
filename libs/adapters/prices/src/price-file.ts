import {
  canonicalServiceTier,
  offPeakEntry,
  parseTimeOfDay,
  selfHostedPrices,
  type ContextTier,
  type ModelMatch,
  type PriceSheet,
  type ServiceTierPrices,
  type SheetEntry,
  type UnitPrices,
} from "@parapet/pricing";
import { z } from "zod";

import { decimalSchema, positiveDecimalSchema } from "./decimal-schema.ts";

/** Keys of a price file and the bucket that each prices. */
const tokenPrices = z
  .strictObject({
    input: decimalSchema,
    input_image: decimalSchema,
    input_audio: decimalSchema,
    input_video: decimalSchema,
    cache_read: decimalSchema,
    cache_read_image: decimalSchema,
    cache_read_audio: decimalSchema,
    cache_read_video: decimalSchema,
    cache_write_5m: decimalSchema,
    cache_write_1h: decimalSchema,
    output: decimalSchema,
    output_image: decimalSchema,
    output_audio: decimalSchema,
    output_video: decimalSchema,
    reasoning: decimalSchema,
    citations: decimalSchema,
  })
  .partial()
  .transform((prices): UnitPrices =>
    defined({
      inputUncached: prices.input,
      inputImage: prices.input_image,
      inputAudio: prices.input_audio,
      inputVideo: prices.input_video,
      cacheRead: prices.cache_read,
      cacheReadImage: prices.cache_read_image,
      cacheReadAudio: prices.cache_read_audio,
      cacheReadVideo: prices.cache_read_video,
      cacheWrite5m: prices.cache_write_5m,
      cacheWrite1h: prices.cache_write_1h,
      outputText: prices.output,
      outputImage: prices.output_image,
      outputAudio: prices.output_audio,
      outputVideo: prices.output_video,
      reasoning: prices.reasoning,
      citations: prices.citations,
    }),
  );

const tokenCount = z.int().min(0).max(1_000_000_000);

/** `above` is strict; `from` counts the threshold in, as xAI does. */
const contextTier = z
  .union(
    [
      z.strictObject({ above: tokenCount, usd_per_million_tokens: tokenPrices }),
      z.strictObject({ from: tokenCount, usd_per_million_tokens: tokenPrices }),
    ],
    "must have usd_per_million_tokens and either above or from, a number of tokens",
  )
  .transform((tier): ContextTier => ({
    above: "above" in tier ? tier.above : tier.from - 1,
    prices: tier.usd_per_million_tokens,
  }));

const serviceTier = z
  .strictObject({ usd_per_million_tokens: tokenPrices, context_tiers: z.array(contextTier).default([]) })
  .transform((tier): ServiceTierPrices => ({ prices: tier.usd_per_million_tokens, contextTiers: tier.context_tiers }));

const timeOfDay = z.string().transform((text, ctx) => {
  const timeMs = parseTimeOfDay(text);
  if (timeMs !== null) return timeMs;
  ctx.addIssue({ code: "custom", message: "must be a time of the day, UTC, such as 16:30" });
  return z.NEVER;
});

const offPeak = z.strictObject({ start: timeOfDay, end: timeOfDay, usd_per_million_tokens: tokenPrices });

const name = z.string().trim().min(1).max(256);

const modelMatch = z
  .union(
    [name, z.strictObject({ prefix: name }), z.strictObject({ contains: name })],
    "must be a name, { prefix } or { contains }",
  )
  .transform((match): ModelMatch => {
    if (typeof match === "string") return { kind: "exact", text: match };
    if ("prefix" in match) return { kind: "prefix", text: match.prefix };
    return { kind: "contains", text: match.contains };
  });

/** A day, from its first moment in UTC, or a moment. */
const effectiveFrom = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], "must be a day such as 2026-01-31, or a moment")
  .transform((text) => Date.parse(text));

const selfHosted = z
  .strictObject({
    usd_per_gpu_hour: decimalSchema,
    gpus: positiveDecimalSchema,
    tokens_per_hour: positiveDecimalSchema.optional(),
    input_tokens_per_hour: positiveDecimalSchema.optional(),
    output_tokens_per_hour: positiveDecimalSchema.optional(),
  })
  .transform((engine, ctx) => {
    const inputTokensPerHour = engine.input_tokens_per_hour ?? engine.tokens_per_hour;
    const outputTokensPerHour = engine.output_tokens_per_hour ?? engine.tokens_per_hour;
    if (inputTokensPerHour === undefined || outputTokensPerHour === undefined) {
      ctx.addIssue({ code: "custom", message: "needs tokens_per_hour, or those of input and of output" });
      return z.NEVER;
    }
    const { usd_per_gpu_hour: usdPerGpuHour, gpus } = engine;
    return selfHostedPrices({ usdPerGpuHour, gpus, inputTokensPerHour, outputTokensPerHour });
  });

const model = z
  .strictObject({
    provider: z.string().trim().max(256).default(""),
    model: modelMatch,
    effective_from: effectiveFrom.optional(),
    usd_per_million_tokens: tokenPrices.optional(),
    usd_per_request: decimalSchema.optional(),
    usd_per_web_search: decimalSchema.optional(),
    context_tiers: z.array(contextTier).default([]),
    service_tiers: z.record(name, serviceTier).default({}),
    off_peak: z.array(offPeak).default([]),
    regions: z.record(name, decimalSchema).default({}),
    self_hosted: selfHosted.optional(),
  })
  .refine((entry) => (entry.usd_per_million_tokens === undefined) !== (entry.self_hosted === undefined), {
    message: "needs either usd_per_million_tokens or self_hosted",
  });

/** The documented format of `docs/specs/pricing.md`. */
export const priceFileSchema = z.strictObject({
  version: z.union([name, z.number().transform(String)]),
  source: name.optional(),
  models: z.array(model).min(1).max(100_000),
});

export type PriceFile = z.output<typeof priceFileSchema>;

/** The prices of a file; `fallbackSource` names them where the file does not. */
export function sheetOfPriceFile({ version, source, models }: PriceFile, fallbackSource: string): PriceSheet {
  return { version, source: source ?? fallbackSource, entries: models.flatMap(entriesOf) };
}

function entriesOf(entry: PriceFile["models"][number]): readonly SheetEntry[] {
  const perCall = defined({ request: entry.usd_per_request, webSearches: entry.usd_per_web_search });
  const serviceTiers = Object.entries(entry.service_tiers).map(
    ([tier, prices]) => [canonicalServiceTier(tier), prices] as const,
  );
  const regions = Object.entries(entry.regions).map(([region, factor]) => [region.toLowerCase(), factor] as const);
  const always: SheetEntry = {
    provider: entry.provider,
    model: entry.model,
    effectiveFromMs: entry.effective_from ?? -Infinity,
    prices: { ...entry.self_hosted, ...entry.usd_per_million_tokens, ...perCall },
    contextTiers: entry.context_tiers,
    serviceTiers: new Map(serviceTiers),
    regions: new Map(regions),
  };
  const windows = entry.off_peak.map(({ start, end, usd_per_million_tokens }) =>
    offPeakEntry(always, { startMs: start, endMs: end }, usd_per_million_tokens),
  );
  return [...windows, always];
}

/** What is left out of a file is absent, not undefined. */
function defined<V>(values: Readonly<Record<string, V | undefined>>): Readonly<Record<string, V>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
