export type UsageSide = "input" | "output";

export type UsageBucket =
  | "whole"
  | "cacheRead"
  | "cacheWrite"
  | "cacheWrite5m"
  | "cacheWrite1h"
  | "text"
  | "image"
  | "audio"
  | "video"
  | "reasoning"
  | "other";

/** What one key of an object of token counts counts. */
export interface UsageKey {
  readonly side: UsageSide | "total";
  readonly bucket: UsageBucket;
  /** Counted beside the whole, not within it. */
  readonly isBeside: boolean;
}

const wholes: ReadonlyMap<string, UsageSide | "total"> = new Map([
  ["input", "input"],
  ["input_tokens", "input"],
  ["prompt_tokens", "input"],
  ["prompt_token_count", "input"],
  ["output", "output"],
  ["output_tokens", "output"],
  ["completion_tokens", "output"],
  ["candidates_token_count", "output"],
  ["total", "total"],
  ["total_tokens", "total"],
  ["total_token_count", "total"],
]);

/** Objects whose fields count within the whole: those of OpenAI's APIs, of LangChain and of OpenInference. */
const containers: ReadonlyMap<string, UsageSide> = new Map([
  ["prompt_tokens_details", "input"],
  ["input_tokens_details", "input"],
  ["input_token_details", "input"],
  ["prompt_details", "input"],
  ["completion_tokens_details", "output"],
  ["output_tokens_details", "output"],
  ["output_token_details", "output"],
  ["completion_details", "output"],
]);

/** Names of parts, without the `input_` or `output_` before and the `_tokens` behind. */
const buckets: ReadonlyMap<string, UsageBucket> = new Map([
  ["cached", "cacheRead"],
  ["cache_read", "cacheRead"],
  ["cache_input", "cacheRead"],
  ["cache_creation", "cacheWrite"],
  ["cache_write", "cacheWrite"],
  ["cache_creation_5m", "cacheWrite5m"],
  ["cache_creation_1h", "cacheWrite1h"],
  // LangChain's names.
  ["ephemeral_5m_input", "cacheWrite5m"],
  ["ephemeral_1h_input", "cacheWrite1h"],
  ["text", "text"],
  ["image", "image"],
  ["audio", "audio"],
  ["video", "video"],
  ["modality_text", "text"],
  ["modality_image", "image"],
  ["modality_audio", "audio"],
  ["modality_video", "video"],
  ["reasoning", "reasoning"],
]);

const beside = true;
const within = false;
const input = (bucket: UsageBucket, isBeside: boolean): UsageKey => ({ side: "input", bucket, isBeside });
const output = (bucket: UsageBucket, isBeside: boolean): UsageKey => ({ side: "output", bucket, isBeside });

/** Anthropic and Bedrock count their cache beside the input; Google counts cached content within the prompt, thoughts beside the answer. */
const providerKeys: ReadonlyMap<string, UsageKey> = new Map([
  ["cache_read_input_tokens", input("cacheRead", beside)],
  ["cache_creation_input_tokens", input("cacheWrite", beside)],
  ["cache_write_input_tokens", input("cacheWrite", beside)],
  ["cache_creation.ephemeral_5m_input_tokens", input("cacheWrite5m", within)],
  ["cache_creation.ephemeral_1h_input_tokens", input("cacheWrite1h", within)],
  ["cached_content_token_count", input("cacheRead", within)],
  ["cached_input_tokens", input("cacheRead", within)],
  ["thoughts_token_count", output("reasoning", beside)],
  ["reasoning_tokens", output("reasoning", within)],
]);

/**
 * Reads a key in snake case, the field of an inner object after a dot. Langfuse's own `input_*` and `output_*` count
 * beside `input` and `output`, whatever they are called. Undefined for a key that counts no tokens of a known kind.
 */
export function usageKeyOf(key: string): UsageKey | undefined {
  const whole = wholes.get(key);
  if (whole !== undefined) return { side: whole, bucket: "whole", isBeside: false };
  const ofProvider = providerKeys.get(key);
  if (ofProvider !== undefined) return ofProvider;
  const [container = "", field] = key.split(".", 2);
  const side = containers.get(container);
  if (field !== undefined) return side === undefined ? undefined : { side, bucket: bucketOf(field), isBeside: false };
  const [, flatSide, part = ""] = /^(input|output)_(.+)$/.exec(key) ?? [];
  if (flatSide === undefined) return undefined;
  return { side: flatSide === "input" ? "input" : "output", bucket: bucketOf(part), isBeside: true };
}

function bucketOf(part: string): UsageBucket {
  return buckets.get(part.replace(/_tokens$/, "")) ?? "other";
}
