import { complexityOf } from "./complexity-of.ts";
import { countCodePoints } from "./code-point-offsets.ts";
import { sentimentOf } from "./sentiment-of.ts";
import { wordsOf } from "./words-of.ts";

/** Measures of one text. */
export interface TextFeatures {
  /** Length in Unicode code points. */
  readonly chars: number;
  readonly words: number;
  /** Different words, lower-cased. */
  readonly unique_words: number;
  /** Lexicon sentiment in [-1, 1]; English only, 0 where no word is known. */
  readonly sentiment: number;
  /** Reading complexity in [0, 1]. */
  readonly complexity: number;
}

/**
 * How much of a text is read for words, sentiment and complexity, in UTF-16 units. A longer text is measured by its
 * beginning; `chars` alone always counts all of it.
 */
export const maxMeasuredLength = 256 * 1024;

/** Measures a text in linear time. An empty text is all zeros. */
export function textFeatures(text: string): TextFeatures {
  const measured = text.slice(0, maxMeasuredLength);
  const words = wordsOf(measured);
  return {
    chars: countCodePoints(text),
    words: words.length,
    unique_words: new Set(words).size,
    sentiment: sentimentOf(words),
    complexity: complexityOf(measured, words),
  };
}
