/** Half-open range of token positions. */
export interface TokenRange {
  readonly start: number;
  readonly end: number;
}

export interface WindowLimits {
  /** Tokens of one window, without the markers that frame it. */
  readonly maxTokens: number;
  /** Windows start at most so many tokens apart, as long as `maxWindows` allows it. */
  readonly stride: number;
  /** At least 2, so that head and tail are both seen. */
  readonly maxWindows: number;
}

/**
 * Of up to 12,096 tokens none is left out, so that an attack is seen in the middle of a long document as it is at its
 * head; up to 9,246 there is a window for every stretch of 30 that holds it whole.
 */
export const defaultWindowLimits: WindowLimits = { maxTokens: 126, stride: 96, maxWindows: 96 };

/** Of how many tokens none is left out. */
export function mostTokens({ maxTokens, maxWindows }: WindowLimits): number {
  return maxTokens * maxWindows;
}

/**
 * Windows over `count` tokens, evenly spread: the first starts at the first token and the last ends at the last. They
 * overlap and leave no token out, unless that would take more than `maxWindows`; then head and tail are covered and the
 * middle is sampled at even distances. No tokens give one empty window, so that every text has an embedding.
 */
export function planWindows(count: number, { maxTokens, stride, maxWindows }: WindowLimits): readonly TokenRange[] {
  const slack = count - maxTokens;
  if (slack <= 0) return [{ start: 0, end: count }];
  const windows = Math.min(maxWindows, 1 + Math.ceil(slack / stride));
  return Array.from({ length: windows }, (_, index) => {
    const start = Math.floor((index * slack) / (windows - 1));
    return { start, end: start + maxTokens };
  });
}
