/**
 * Counts as providers keep them: totals, and parts of totals that may overlap. Images, audio and video of the input
 * include what a cache served of them, and `cacheRead` includes its own modalities. Null where nothing was told, which
 * is not zero.
 */
export interface Tally {
  readonly input: number | null;
  readonly inputText: number | null;
  readonly inputImage: number | null;
  readonly inputAudio: number | null;
  readonly inputVideo: number | null;
  readonly cacheRead: number | null;
  readonly cacheReadImage: number | null;
  readonly cacheReadAudio: number | null;
  readonly cacheReadVideo: number | null;
  readonly cacheWrite: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly outputText: number | null;
  readonly outputImage: number | null;
  readonly outputAudio: number | null;
  readonly outputVideo: number | null;
  readonly reasoning: number | null;
  readonly citations: number | null;
  /** Input and output together, as the sender adds them up. */
  readonly total: number | null;
  readonly webSearches: number | null;
  /** Input of other calls that this one made, which the totals leave out. */
  readonly uncounted: number | null;
}

export type CountName = keyof Tally;

/** A tally of which `countOf` tells every count. */
export function tallyOf(countOf: (name: CountName) => number | null): Tally {
  return {
    input: countOf("input"),
    inputText: countOf("inputText"),
    inputImage: countOf("inputImage"),
    inputAudio: countOf("inputAudio"),
    inputVideo: countOf("inputVideo"),
    cacheRead: countOf("cacheRead"),
    cacheReadImage: countOf("cacheReadImage"),
    cacheReadAudio: countOf("cacheReadAudio"),
    cacheReadVideo: countOf("cacheReadVideo"),
    cacheWrite: countOf("cacheWrite"),
    cacheWrite5m: countOf("cacheWrite5m"),
    cacheWrite1h: countOf("cacheWrite1h"),
    output: countOf("output"),
    outputText: countOf("outputText"),
    outputImage: countOf("outputImage"),
    outputAudio: countOf("outputAudio"),
    outputVideo: countOf("outputVideo"),
    reasoning: countOf("reasoning"),
    citations: countOf("citations"),
    total: countOf("total"),
    webSearches: countOf("webSearches"),
    uncounted: countOf("uncounted"),
  };
}
