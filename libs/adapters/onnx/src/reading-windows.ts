import { isLongerThanRead, type Reading } from "./readings-of.ts";
import type { TextRange } from "./text-range.ts";
import { mostTokens, planWindows, type WindowLimits } from "./token-windows.ts";

/** One window of one reading. */
export interface ReadingWindow {
  readonly ids: readonly number[];
  readonly text: () => string;
  readonly range: () => TextRange;
  /** Stands in the text as it is: what is read out of it by decoding is no part of its direction. */
  readonly isPlain: boolean;
}

/** Whether less than all of a text is in its windows. */
export function isReadInPart(text: string, readings: readonly Reading[], limits: WindowLimits): boolean {
  return isLongerThanRead(text) || readings.some(({ ids }) => ids.length > mostTokens(limits));
}

/** The windows of all readings; what is undone or decoded only where it says something that no other window says. */
export function windowsOf(readings: readonly Reading[], limits: WindowLimits): readonly ReadingWindow[] {
  const seen = new Set<string>();
  return readings.flatMap((reading) =>
    planWindows(reading.ids.length, limits).flatMap((tokens): readonly ReadingWindow[] => {
      const ids = reading.ids.slice(tokens.start, tokens.end);
      const key = ids.join(" ");
      if (!reading.isPlain && seen.has(key)) return [];
      seen.add(key);
      return [
        { ids, text: () => reading.textOf(tokens), range: () => reading.rangeOf(tokens), isPlain: reading.isPlain },
      ];
    }),
  );
}
