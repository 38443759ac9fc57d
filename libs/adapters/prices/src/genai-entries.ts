import {
  decimalOf,
  shiftDecimal,
  zero,
  type BilledBucket,
  type ContextTier,
  type DayWindow,
  type Decimal,
  type PriceEntry,
  type UnitPrices,
} from "@parapet/pricing";
import type { ConditionalPrice, ModelInfo, ModelPrice } from "@pydantic/genai-prices";

/** The data set's keys of a bucket's price per million tokens; the first that it has. */
const tokenKeys: Readonly<Record<Exclude<BilledBucket, "webSearches">, readonly string[]>> = {
  inputUncached: ["input_mtok"],
  inputImage: ["input_image_mtok"],
  inputAudio: ["input_audio_mtok"],
  inputVideo: ["input_video_mtok"],
  cacheRead: ["cache_read_mtok"],
  cacheReadImage: ["cache_image_read_mtok"],
  cacheReadAudio: ["cache_audio_read_mtok"],
  cacheReadVideo: ["cache_video_read_mtok"],
  cacheWrite5m: ["cache_write_5m_mtok", "cache_write_mtok"],
  cacheWrite1h: ["cache_write_1h_mtok", "cache_write_mtok"],
  outputText: ["output_mtok"],
  outputImage: ["output_image_mtok"],
  outputAudio: ["output_audio_mtok"],
  outputVideo: ["output_video_mtok"],
  reasoning: ["output_reasoning_mtok"],
  citations: ["output_citation_mtok"],
};

/** Keys of prices per thousand. */
const pieceKeys = { webSearches: "web_searches_kcount", request: "requests_kcount" } as const;

/**
 * The prices of a model in the order in which they are to be tried: in the data set, of those whose condition holds the
 * last wins, and where none holds, the first.
 *
 * @throws RangeError for a price or a time that is none, which the release of the package was tested not to have.
 */
export function genaiEntries({ prices }: ModelInfo): readonly PriceEntry[] {
  if (!Array.isArray(prices)) return [entryOf(prices)];
  const [first] = prices;
  const conditional = prices.toReversed().map(conditionalEntry);
  return first === undefined ? conditional : [...conditional, entryOf(first.prices)];
}

function conditionalEntry({ constraint, prices }: ConditionalPrice): PriceEntry {
  const entry = entryOf(prices);
  if (constraint === undefined) return entry;
  if (constraint.type === "start_date") return { ...entry, effectiveFromMs: Date.parse(constraint.start_date) };
  return { ...entry, hours: hoursOf(constraint) };
}

function entryOf(prices: ModelPrice): PriceEntry {
  const contextTiers = thresholdsOf(prices).map((above): ContextTier => ({ above, prices: unitPrices(prices, above) }));
  return { effectiveFromMs: -Infinity, prices: { ...unbilled(prices), ...unitPrices(prices, -1) }, contextTiers };
}

/**
 * A model without any price is a free one. One that has a price for input alone, such as an embedding model, does not
 * bill output. One that bills by the hour, page or message has no price for tokens.
 */
function unbilled(prices: ModelPrice): UnitPrices {
  const isFree = Object.keys(prices).length === 0;
  if (isFree) return { inputUncached: zero, outputText: zero };
  return prices["input_mtok"] === undefined ? {} : { outputText: zero };
}

function thresholdsOf(prices: ModelPrice): readonly number[] {
  const starts = Object.values(prices).flatMap((price) =>
    typeof price === "object" ? price.tiers.map(({ start }) => start) : [],
  );
  return [...new Set(starts)];
}

/** The prices of a call that reads just more than `above` tokens. */
function unitPrices(prices: ModelPrice, above: number): UnitPrices {
  const tokens = Object.entries(tokenKeys).flatMap(([bucket, keys]) => {
    const price = keys.map((key) => prices[key]).find((one) => one !== undefined);
    return price === undefined ? [] : [[bucket, priceAt(price, above)] as const];
  });
  const pieces = Object.entries(pieceKeys).flatMap(([name, key]) => {
    const price = prices[key];
    return price === undefined ? [] : [[name, shiftDecimal(priceAt(price, above), -3)] as const];
  });
  return Object.fromEntries([...tokens, ...pieces]);
}

function priceAt(price: NonNullable<ModelPrice[string]>, above: number): Decimal {
  if (typeof price === "number") return exactly(price);
  const reached = price.tiers.filter(({ start }) => start <= above).toSorted((a, b) => a.start - b.start);
  return exactly(reached.at(-1)?.price ?? price.base);
}

function exactly(price: number): Decimal {
  const decimal = decimalOf(price);
  if (decimal === null) throw new RangeError("genai-prices has a price that is no decimal");
  return decimal;
}

/** Times of the day with an offset from UTC: `16:30:00Z`, `00:30:00+08:00`. */
function hoursOf({ start_time, end_time }: { readonly start_time: string; readonly end_time: string }): DayWindow {
  return { startMs: timeOfDayMs(start_time), endMs: timeOfDayMs(end_time) };
}

function timeOfDayMs(time: string): number {
  const ms = Date.parse(`1970-01-02T${time}`);
  if (Number.isNaN(ms)) throw new RangeError("genai-prices has a time of day that is none");
  return ms % 86_400_000;
}
