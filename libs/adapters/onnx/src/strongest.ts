import type { Verdict } from "./learned-model.ts";
import type { TextRange } from "./text-range.ts";

/**
 * The verdict of the stretch with the greatest score, the first of equals. One that cannot be scored makes the whole text
 * unscored: a finding could have been in it.
 */
export function strongest<T extends { readonly range: () => TextRange }>(
  stretches: readonly T[],
  scoreOf: (stretch: T) => number,
): Verdict {
  let [found, best] = [stretches[0], -1];
  for (const stretch of stretches) {
    const score = scoreOf(stretch);
    if (Number.isNaN(score)) return { score, ...stretch.range() };
    if (score > best) [found, best] = [stretch, score];
  }
  return { score: Math.max(0, best), ...(found?.range() ?? { start: 0, end: 0 }) };
}
