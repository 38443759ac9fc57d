import type { UnitPrices } from "@parapet/pricing";

/** Where a price stands among those of a model. */
export interface CostKey {
  readonly price: keyof UnitPrices;
  /** The tier of service, `""` for the standard one. */
  readonly serviceTier: string;
  /** Threshold in tokens; null below all. */
  readonly above: number | null;
}

/** LiteLLM's keys of prices: per token, but for the last one. */
const priceByKey: ReadonlyMap<string, keyof UnitPrices> = new Map([
  ["input_cost_per_token", "inputUncached"],
  ["input_cost_per_image_token", "inputImage"],
  ["input_cost_per_audio_token", "inputAudio"],
  ["input_cost_per_video_token", "inputVideo"],
  ["cache_read_input_token_cost", "cacheRead"],
  ["cache_read_input_image_token_cost", "cacheReadImage"],
  ["cache_read_input_audio_token_cost", "cacheReadAudio"],
  ["cache_creation_input_token_cost", "cacheWrite5m"],
  ["cache_creation_input_token_cost_above_1hr", "cacheWrite1h"],
  ["output_cost_per_token", "outputText"],
  ["output_cost_per_image_token", "outputImage"],
  ["output_cost_per_audio_token", "outputAudio"],
  ["output_cost_per_reasoning_token", "reasoning"],
  ["citation_cost_per_token", "citations"],
  ["input_cost_per_request", "request"],
]);

const tierByName: ReadonlyMap<string, string> = new Map([
  ["batches", "batch"],
  ["flex", "flex"],
  ["priority", "priority"],
]);

/**
 * Reads a key such as `input_cost_per_token_above_272k_tokens_priority`; the tier of service may also stand before the
 * threshold. Null for keys that price nothing that is billed here.
 */
export function parseCostKey(key: string): CostKey | null {
  const match =
    /^(.+?)(?:_(batches|flex|priority))?(?:_above_(\d{1,7})(k?)_tokens)?(?:_(batches|flex|priority))?$/.exec(key);
  const [, base = "", before, threshold, thousands, after] = match ?? [];
  const price = priceByKey.get(base);
  if (price === undefined) return null;
  const above = threshold === undefined ? null : Number(threshold) * (thousands === "k" ? 1_000 : 1);
  return { price, serviceTier: tierByName.get(after ?? before ?? "") ?? "", above };
}
