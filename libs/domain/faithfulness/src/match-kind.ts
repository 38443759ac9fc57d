import { hasDigit, isCapitalised, stemOf, wordsOf } from "./words-of.ts";

/** How a word stands to the other side of a pair, by the numbers that the model was trained with. */
export const matchKinds = { marker: 0, shared: 1, lacking: 2, lackingNumber: 3, lackingName: 4 } as const;

export type MatchKind = (typeof matchKinds)[keyof typeof matchKinds];

/** Tells of words whether another text has them too. */
export function matcherOf(other: string): (word: string) => MatchKind {
  const stems = new Set(wordsOf(other).map(({ text }) => stemOf(text)));
  return (chunk) => {
    const words = wordsOf(chunk);
    const missing = words.find(({ text }) => !stems.has(stemOf(text)));
    if (missing === undefined) return matchKinds.shared;
    if (hasDigit(missing.text)) return matchKinds.lackingNumber;
    return isCapitalised(missing.text) ? matchKinds.lackingName : matchKinds.lacking;
  };
}
