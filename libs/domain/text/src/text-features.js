import { complexityOf } from "./complexity-of.js";
import { countCodePoints } from "./code-point-offsets.js";
import { sentimentOf } from "./sentiment-of.js";
import { wordsOf } from "./words-of.js";
/**
 * How much of a text is read for words, sentiment and complexity, in UTF-16 units. A longer text is measured by its
 * beginning; `chars` alone always counts all of it.
 */
export const maxMeasuredLength = 256 * 1024;
/** Measures a text in linear time. An empty text is all zeros. */
export function textFeatures(text) {
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
//# sourceMappingURL=text-features.js.map
