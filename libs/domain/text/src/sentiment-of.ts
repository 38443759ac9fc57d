import { sentimentLexicon } from "./sentiment-lexicon.ts";

const negations = new Set(
  (
    "no not never none nothing nobody neither nor without cannot hardly barely scarcely " +
    "don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't hasn't haven't hadn't ain't " +
    "dont doesnt didnt isnt arent wasnt cant couldnt wont wouldnt"
  ).split(" "),
);

/** Words that strengthen or weaken the next one. */
const degrees: ReadonlyMap<string, number> = new Map([
  ...ofDegree(1.5, "very really extremely incredibly so absolutely totally completely too"),
  ...ofDegree(0.5, "slightly somewhat fairly rather kinda bit little"),
]);

/** Before every position, and out of reach of it. */
const NOWHERE = -1_000;

/** How many words before a scored one a negation may stand. */
const negationReach = 3;

/** Weight of neutral evidence, so that one good word in a text is not yet full praise. */
const neutralPrior = 3;

/**
 * Sentiment in [-1, 1] from a list of English words: (P − N) / (P + N + 3), where P and N are the summed weights of
 * praising and blaming words. That is the relative difference of Lowe et al., "Scaling Policy Preferences from Coded
 * Political Texts" (2011), smoothed by a neutral prior: unlike a sum it does not saturate with length. A negation up to
 * three words before flips a word ("not very good"), a degree word just before it scales it. Irony, other languages and
 * what the words are about are beyond it: it serves to see a distribution move, not to judge one text.
 */
export function sentimentOf(words: readonly string[]): number {
  let [positive, negative, degreeOfLast] = [0, 0, 1];
  let [negationAt, degreeAt] = [NOWHERE, NOWHERE];
  words.forEach((word, position) => {
    const meaning = meanings.get(word);
    if (meaning === undefined) return;
    const sign = position - negationAt <= negationReach ? -1 : 1;
    const valence = sign * meaning.weight * (degreeAt === position - 1 ? degreeOfLast : 1);
    positive += Math.max(valence, 0);
    negative -= Math.min(valence, 0);
    if (meaning.isNegation) negationAt = position;
    if (meaning.degree === 1) return;
    degreeAt = position;
    degreeOfLast = meaning.degree;
  });
  return sentimentOfSums(positive, negative);
}

/** The same from the summed weights of praise and of blame. */
export function sentimentOfSums(positive: number, negative: number): number {
  return (positive - negative) / (positive + negative + neutralPrior);
}

/** What a word contributes: its weight in the lexicon, how it scales the next word, whether it negates. */
export interface WordMeaning {
  readonly weight: number;
  readonly degree: number;
  readonly isNegation: boolean;
}

/** All words that mean something to the sentiment. */
export const meanings: ReadonlyMap<string, WordMeaning> = new Map(
  [...sentimentLexicon.keys(), ...degrees.keys(), ...negations].map((word) => [
    word,
    {
      weight: sentimentLexicon.get(word) ?? 0,
      degree: degrees.get(word) ?? 1,
      isNegation: negations.has(word),
    },
  ]),
);

function ofDegree(degree: number, words: string): readonly (readonly [string, number])[] {
  return words.split(" ").map((word) => [word, degree] as const);
}
