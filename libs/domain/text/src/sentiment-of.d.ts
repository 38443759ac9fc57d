/**
 * Sentiment in [-1, 1] from a list of English words: (P − N) / (P + N + 3), where P and N are the summed weights of
 * praising and blaming words. That is the relative difference of Lowe et al., "Scaling Policy Preferences from Coded
 * Political Texts" (2011), smoothed by a neutral prior: unlike a sum it does not saturate with length. A negation up to
 * three words before flips a word ("not very good"), a degree word just before it scales it. Irony, other languages and
 * what the words are about are beyond it: it serves to see a distribution move, not to judge one text.
 */
export declare function sentimentOf(words: readonly string[]): number;
//# sourceMappingURL=sentiment-of.d.ts.map
