import type { Usage } from "@parapet/pricing";

/**
 * Exclusive buckets as the data set counts: `input_tokens` and `output_tokens` are totals, every other key a part of
 * them. Overlaps that exclusive buckets rule out (cached audio, spoken reasoning) are stated as zero, because the data
 * set refuses to guess an overlap that was left unsaid.
 */
export function billableUsage(usage: Usage): Record<string, number> {
  const cacheWrite = usage.cacheWrite5m + usage.cacheWrite1h;
  return {
    input_tokens: usage.inputUncached + usage.cacheRead + cacheWrite + usage.inputAudio,
    cache_read_tokens: usage.cacheRead,
    cache_write_tokens: cacheWrite,
    cache_write_5m_tokens: usage.cacheWrite5m,
    cache_write_1h_tokens: usage.cacheWrite1h,
    input_audio_tokens: usage.inputAudio,
    cache_audio_read_tokens: 0,
    cache_audio_write_tokens: 0,
    output_tokens: usage.outputText + usage.reasoning + usage.outputAudio,
    output_reasoning_tokens: usage.reasoning,
    output_audio_tokens: usage.outputAudio,
    output_audio_reasoning_tokens: 0,
  };
}
