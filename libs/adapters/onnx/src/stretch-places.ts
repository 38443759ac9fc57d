import type { TextRange } from "./text-range.ts";

/** A stretch without white space: where it stands in a text, and from where to where in the text's normal form. */
interface Stretch extends TextRange {
  readonly from: number;
  readonly to: number;
}

const STRETCHES = /\S+\s*|\s+/gu;

/**
 * Where in a text ranges of its normal form come from: whole stretches without white space. The whole text where stretches
 * are not brought into that form one by one.
 */
export function stretchPlaces(
  text: string,
  normalised: string,
  normalise: (text: string) => string,
): (range: TextRange) => TextRange {
  const stretches: Stretch[] = [];
  let made = "";
  for (const { 0: stretch, index } of text.matchAll(STRETCHES)) {
    const from = made.length;
    made += normalise(stretch);
    stretches.push({ start: index, end: index + stretch.trimEnd().length, from, to: made.length });
  }
  if (made !== normalised) return () => ({ start: 0, end: text.length });
  return (range) => ({
    start: stretches.find(({ to }) => to > range.start)?.start ?? 0,
    end: stretches.find(({ to }) => to >= range.end)?.end ?? text.length,
  });
}
