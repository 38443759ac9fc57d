/**
 * Reading complexity in [0, 1]: the Automated Readability Index, 4.71 · (characters / word) + 0.5 · (words / sentence)
 * − 21.43 (Smith and Senter, "Automated Readability Index", AMRL-TR-66-220, 1967), mapped linearly from grade 1–14 and
 * clamped. The index is made for English; for other languages it still moves with word and sentence length.
 */
export declare function complexityOf(text: string, words: readonly string[]): number;
//# sourceMappingURL=complexity-of.d.ts.map
