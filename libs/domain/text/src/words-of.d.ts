/** The words of a text in their order, lower-cased, with typographic apostrophes made plain. */
export declare function wordsOf(text: string): readonly string[];
//# sourceMappingURL=words-of.d.ts.map
