import { sentimentLexicon } from "./sentiment-lexicon.js";
const negations = new Set(
  (
    "no not never none nothing nobody neither nor without cannot hardly barely scarcely " +
    "don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't hasn't haven't hadn't ain't " +
    "dont doesnt didnt isnt arent wasnt cant couldnt wont wouldnt"
  ).split(" "),
);
/** Words that strengthen or weaken the next one. */
const degrees = new Map([
  ...ofDegree(1.5, "very really extremely incredibly so absolutely totally completely too"),
  ...ofDegree(0.5, "slightly somewhat fairly rather kinda bit little"),
]);
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
export function sentimentOf(words) {
  let positive = 0;
  let negative = 0;
  let wordsSinceNegation = negationReach;
  words.forEach((word, position) => {
    const weight = sentimentLexicon.get(word);
    if (weight !== undefined) {
      const sign = wordsSinceNegation < negationReach ? -1 : 1;
      const valence = sign * weight * (degrees.get(words[position - 1] ?? "") ?? 1);
      positive += Math.max(valence, 0);
      negative -= Math.min(valence, 0);
    }
    wordsSinceNegation = negations.has(word) ? 0 : wordsSinceNegation + 1;
  });
  return (positive - negative) / (positive + negative + neutralPrior);
}
function ofDegree(degree, words) {
  return words.split(" ").map((word) => [word, degree]);
}
//# sourceMappingURL=sentiment-of.js.map
