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
export declare const maxMeasuredLength: number;
/** Measures a text in linear time. An empty text is all zeros. */
export declare function textFeatures(text: string): TextFeatures;
//# sourceMappingURL=text-features.d.ts.map
