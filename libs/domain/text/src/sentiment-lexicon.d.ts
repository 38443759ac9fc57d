/** Weight by lower-cased word. */
export declare const sentimentLexicon: ReadonlyMap<string, number>;
//# sourceMappingURL=sentiment-lexicon.d.ts.map
