import { isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readCount, readJsonObject } from "./attribute-readers.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { tell } from "./spread-alias.ts";
import type { ToldFact, ToldFacts } from "./spread-alias.ts";
import { usageKeyOf } from "./usage-detail-keys.ts";
import type { UsageBucket, UsageKey, UsageSide } from "./usage-detail-keys.ts";

/** Objects that name more counts than this are no usage. */
const MAX_KEYS = 256;

/**
 * Reads an object of token counts: in Langfuse's own form, where each `input_*` and `output_*` counts beside `input` and
 * `output`, or in that of a provider or an SDK, where most parts count within them. A stated total that fits only when
 * the parts are within settles it so. The facts hold wholes that include their parts.
 * https://langfuse.com/docs/observability/features/token-and-cost-tracking
 */
export function readUsageDetails(value: AnyValue): ToldFacts | undefined {
  const json = readJsonObject(value);
  if (json === undefined) return undefined;
  const { unit = null, ...counts } = json;
  const entries = flatEntries(counts);
  // Langfuse's older form may count characters or images.
  const isTokens = unit === null || unit === "TOKENS";
  return isTokens && entries.length <= MAX_KEYS ? readEntries(entries) : { facts: [], isWhole: false };
}

type Entry = readonly [key: string, value: JsonValue];

function readEntries(entries: readonly Entry[]): ToldFacts {
  const tally = new Map<string, CountedKey>();
  let isValid = true;
  let isWhole = true;
  for (const [name, sent] of entries) {
    if (sent === null) continue;
    const key = usageKeyOf(name);
    const tokens = typeof sent === "object" ? undefined : readCount(sent);
    const isCounted = key !== undefined && tokens !== undefined;
    isWhole = isCounted && addTo(tally, { key, tokens }) && isWhole;
    isValid &&= isCounted || key === undefined;
  }
  return { facts: factsOf([...tally.values()]), isWhole, flag: isValid ? undefined : "invalid_token_count" };
}

interface CountedKey {
  readonly key: UsageKey;
  readonly tokens: number;
}

/** False where the columns will not hold the count: it has no bucket, or another name told the bucket otherwise before. */
function addTo(tally: Map<string, CountedKey>, counted: CountedKey): boolean {
  const { side, bucket } = counted.key;
  const known = tally.get(`${side}.${bucket}`);
  if (known === undefined || bucket === "other") {
    const name = bucket === "other" ? `${side}.${bucket}.${tally.size}` : `${side}.${bucket}`;
    tally.set(name, counted);
    return bucket !== "other";
  }
  return known.tokens === counted.tokens;
}

function factsOf(counts: readonly CountedKey[]): readonly ToldFact[] {
  const sumOf = (matches: (key: UsageKey) => boolean) => {
    const found = counts.filter(({ key }) => matches(key));
    return found.length === 0 ? undefined : found.reduce((sum, { tokens }) => sum + tokens, 0);
  };
  const partOf = (side: UsageSide | "total", bucket: UsageBucket) =>
    sumOf((key) => key.side === side && key.bucket === bucket);
  const besideOf = (side: UsageSide) => sumOf((key) => key.side === side && key.isBeside) ?? 0;
  const wholes = {
    input: partOf("input", "whole"),
    output: partOf("output", "whole"),
    total: partOf("total", "whole"),
  };
  const { input, output } = wholesWithParts(wholes, { input: besideOf("input"), output: besideOf("output") });
  const writesBeside = sumOf(({ bucket, isBeside }) => isBeside && lifetimes.has(bucket));
  const writes = partOf("input", "cacheWrite");
  return [
    ...tell("inputTokens", input),
    ...tell("outputTokens", output),
    ...tell("totalTokens", wholes.total),
    ...tell("cacheReadTokens", partOf("input", "cacheRead")),
    ...tell("cacheWriteTokens", writes === undefined ? undefined : writes + (writesBeside ?? 0)),
    ...tell("cacheWrite5mTokens", partOf("input", "cacheWrite5m")),
    ...tell("cacheWrite1hTokens", partOf("input", "cacheWrite1h")),
    ...tell("inputTextTokens", partOf("input", "text")),
    ...tell("inputImageTokens", partOf("input", "image")),
    ...tell("inputAudioTokens", partOf("input", "audio")),
    ...tell("inputVideoTokens", partOf("input", "video")),
    ...tell("outputTextTokens", partOf("output", "text")),
    ...tell("outputImageTokens", partOf("output", "image")),
    ...tell("outputAudioTokens", partOf("output", "audio")),
    ...tell("reasoningTokens", partOf("output", "reasoning")),
    // Of parts that another attribute tells, this object does not say how they are counted.
    ...tell("cacheCounting", hasPart(counts, cacheBuckets) ? "inclusive" : undefined),
    ...tell("reasoningCounting", hasPart(counts, reasoningBuckets) ? "inclusive" : undefined),
  ];
}

function hasPart(counts: readonly CountedKey[], buckets: ReadonlySet<UsageBucket>): boolean {
  return counts.some(({ key }) => buckets.has(key.bucket));
}

const cacheBuckets: ReadonlySet<UsageBucket> = new Set<UsageBucket>([
  "cacheRead",
  "cacheWrite",
  "cacheWrite5m",
  "cacheWrite1h",
]);
const reasoningBuckets: ReadonlySet<UsageBucket> = new Set<UsageBucket>(["reasoning"]);
const lifetimes: ReadonlySet<UsageBucket> = new Set<UsageBucket>(["cacheWrite5m", "cacheWrite1h"]);

interface Wholes {
  readonly input: number | undefined;
  readonly output: number | undefined;
}

/** The tokens of each side, with the parts that are counted beside it unless the total says that they are within. */
function wholesWithParts(
  { input, output, total }: Wholes & { readonly total: number | undefined },
  beside: Readonly<Record<UsageSide, number>>,
): Wholes {
  const withInput = input === undefined ? undefined : input + beside.input;
  const withOutput = output === undefined ? undefined : output + beside.output;
  // Parts that exceed the whole cannot be within it.
  const inputs = beside.input > (input ?? 0) ? [withInput] : [withInput, input];
  const outputs = beside.output > (output ?? 0) ? [withOutput] : [withOutput, output];
  const readings = outputs.flatMap((out) => inputs.map((into) => ({ input: into, output: out })));
  const isFitting = (reading: Wholes) => (reading.input ?? 0) + (reading.output ?? 0) === total;
  return readings.find(isFitting) ?? { input: withInput, output: withOutput };
}

/** Keys in snake case; those of inner objects behind a dot. */
function flatEntries(json: JsonObject): readonly Entry[] {
  return Object.entries(json).flatMap(([key, value]): Entry[] =>
    isJsonObject(value)
      ? Object.entries(value).map(([field, inner]) => [`${snakeCase(key)}.${snakeCase(field)}`, inner])
      : [[snakeCase(key), value]],
  );
}

/** Keys as long as this are no names of counts. */
const MAX_KEY_LENGTH = 128;

function snakeCase(key: string): string {
  return key
    .slice(0, MAX_KEY_LENGTH)
    .replaceAll(/[a-z\d][A-Z]/g, ([before = "", letter = ""]) => `${before}_${letter}`)
    .toLowerCase();
}
