/**
 * Tokens of one call in exclusive buckets: no token is counted twice, and the input buckets add up to what the model
 * read, the output buckets to what it wrote. Every bucket is a whole number, never negative.
 */
export interface Usage {
  /** Text, and whatever no other input bucket takes, that was not read from a cache. */
  readonly inputUncached: number;
  readonly inputImage: number;
  readonly inputAudio: number;
  readonly inputVideo: number;
  /** Cached text, and cached tokens of which the modality was not told. */
  readonly cacheRead: number;
  readonly cacheReadImage: number;
  readonly cacheReadAudio: number;
  readonly cacheReadVideo: number;
  /** Cache writes, by the lifetime that was paid for; five minutes where it was not told. */
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  /** Output that no other output bucket takes. */
  readonly outputText: number;
  readonly outputImage: number;
  readonly outputAudio: number;
  readonly outputVideo: number;
  readonly reasoning: number;
  /** What was read of the pages that an answer cites, where the provider bills it as output. */
  readonly citations: number;
  /** Searches of the web that the provider ran and bills by the piece: no tokens. */
  readonly webSearches: number;
}

/** No token in any bucket. */
export const noUsage: Usage = {
  inputUncached: 0,
  inputImage: 0,
  inputAudio: 0,
  inputVideo: 0,
  cacheRead: 0,
  cacheReadImage: 0,
  cacheReadAudio: 0,
  cacheReadVideo: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  outputText: 0,
  outputImage: 0,
  outputAudio: 0,
  outputVideo: 0,
  reasoning: 0,
  citations: 0,
  webSearches: 0,
};

/** Tokens that the model read: the sum of all input buckets. */
export function inputTokensOf(usage: Usage): number {
  const cached = usage.cacheRead + usage.cacheReadImage + usage.cacheReadAudio + usage.cacheReadVideo;
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  return usage.inputUncached + usage.inputImage + usage.inputAudio + usage.inputVideo + cached + written;
}

/** Tokens that the model wrote: the sum of all output buckets. */
export function outputTokensOf(usage: Usage): number {
  const media = usage.outputImage + usage.outputAudio + usage.outputVideo;
  return usage.outputText + media + usage.reasoning + usage.citations;
}
