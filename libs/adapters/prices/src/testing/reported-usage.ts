import { outputTokensOf, type Usage } from "@parapet/usage";

/** Usage as the data set counts it: totals, and parts that overlap. */
export type ReportedUsage = Readonly<Record<string, number>>;

/** What the data set's counts are in exclusive buckets; null where the parts exceed their whole. */
export function bucketsOf(reported: ReportedUsage): Usage | null {
  const count = (key: string): number => reported[key] ?? 0;
  const cachedImage = count("cache_image_read_tokens");
  const cachedAudio = count("cache_audio_read_tokens");
  const cachedVideo = count("cache_video_read_tokens");
  const cacheWrite1h = count("cache_write_1h_tokens");
  const written = reported["cache_write_tokens"] ?? cacheWrite1h + count("cache_write_5m_tokens");
  const input = {
    inputImage: count("input_image_tokens") - cachedImage,
    inputAudio: count("input_audio_tokens") - cachedAudio,
    inputVideo: count("input_video_tokens") - cachedVideo,
    cacheRead: count("cache_read_tokens") - cachedImage - cachedAudio - cachedVideo,
    cacheReadImage: cachedImage,
    cacheReadAudio: cachedAudio,
    cacheReadVideo: cachedVideo,
    cacheWrite5m: written - cacheWrite1h,
    cacheWrite1h,
  };
  const output = {
    outputImage: count("output_image_tokens"),
    outputAudio: count("output_audio_tokens"),
    outputVideo: count("output_video_tokens"),
    reasoning: count("output_reasoning_tokens"),
    citations: count("output_citation_tokens"),
  };
  const usage: Usage = {
    ...input,
    ...output,
    inputUncached: count("input_tokens") - sumOf(input),
    outputText: count("output_tokens") - sumOf(output),
    webSearches: count("web_searches"),
  };
  return Object.values(usage).some((tokens) => tokens < 0) ? null : usage;
}

/** Exclusive buckets as the data set counts. Overlaps that the buckets rule out are stated, for it guesses none. */
export function reportedUsage(usage: Usage): ReportedUsage {
  const cached = usage.cacheRead + usage.cacheReadImage + usage.cacheReadAudio + usage.cacheReadVideo;
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  const fresh = usage.inputUncached + usage.inputImage + usage.inputAudio + usage.inputVideo;
  return {
    input_tokens: fresh + cached + written,
    input_image_tokens: usage.inputImage + usage.cacheReadImage,
    input_audio_tokens: usage.inputAudio + usage.cacheReadAudio,
    input_video_tokens: usage.inputVideo + usage.cacheReadVideo,
    cache_read_tokens: cached,
    cache_image_read_tokens: usage.cacheReadImage,
    cache_audio_read_tokens: usage.cacheReadAudio,
    cache_video_read_tokens: usage.cacheReadVideo,
    cache_write_tokens: written,
    cache_write_5m_tokens: usage.cacheWrite5m,
    cache_write_1h_tokens: usage.cacheWrite1h,
    cache_audio_write_tokens: 0,
    cache_image_write_tokens: 0,
    cache_video_write_tokens: 0,
    output_tokens: outputTokensOf(usage),
    output_image_tokens: usage.outputImage,
    output_audio_tokens: usage.outputAudio,
    output_video_tokens: usage.outputVideo,
    output_reasoning_tokens: usage.reasoning,
    output_citation_tokens: usage.citations,
    output_audio_reasoning_tokens: 0,
    output_image_reasoning_tokens: 0,
    web_searches: usage.webSearches,
  };
}

function sumOf(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}
