import { longestCommonRun } from "./longest-common-run.ts";
import { hasDigit, isCapitalised, isContentWord, stemOf, wordsOf, type Word } from "./words-of.ts";

/** The names of the features, in their order. */
export const lexicalFeatureNames = [
  "novel_words",
  "novel_in_best_sentence",
  "novel_pairs",
  "novel_numbers",
  "novel_names",
  "negation_differs",
  "answer_length",
  "longest_run",
  "evidence_length",
] as const;

const NEGATION = /\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b/iu;
const MOST_COUNTED = 4;

/**
 * How the words of an answer differ from its evidence: nine numbers of about the same size, 0 where nothing does. Shares
 * are in [0, 1]; counts are of at most four, over four; lengths are logarithms of words over four.
 */
export function lexicalFeatures(answer: string, evidence: readonly string[]): Float32Array {
  const said = wordsOf(answer);
  const sides = evidence.map((text) => wordsOf(text));
  const given = new Set(sides.flat().map(({ text }) => stemOf(text)));
  const isNovel = ({ text }: Word): boolean => !given.has(stemOf(text));
  const content = said.filter(({ text }) => isContentWord(text));
  const novel = content.filter(isNovel);
  return Float32Array.of(
    share(novel.length, content.length),
    Math.min(1, ...sides.map((side) => novelShare(content, side))),
    novelPairs(said, sides),
    counted(novel.filter(({ text }) => hasDigit(text)).length),
    counted(novel.filter(({ text, start }) => start > 0 && isCapitalised(text)).length),
    NEGATION.test(answer) === NEGATION.test(bestOf(content, evidence)) ? 0 : 1,
    Math.log(1 + said.length) / MOST_COUNTED,
    1 - longestRun(said, sides.flat()),
    Math.log(1 + sides.flat().length) / MOST_COUNTED,
  );
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function counted(count: number): number {
  return Math.min(count, MOST_COUNTED) / MOST_COUNTED;
}

function novelShare(content: readonly Word[], side: readonly Word[]): number {
  const given = new Set(side.map(({ text }) => stemOf(text)));
  return share(content.filter(({ text }) => !given.has(stemOf(text))).length, content.length);
}

/** The sentence of the evidence that shares most of the words. */
function bestOf(content: readonly Word[], evidence: readonly string[]): string {
  let [best, least] = ["", Number.POSITIVE_INFINITY];
  for (const text of evidence) {
    const novel = novelShare(content, wordsOf(text));
    if (novel < least) [best, least] = [text, novel];
  }
  return best;
}

function pairsOf(words: readonly Word[]): readonly string[] {
  const stems = words.map(({ text }) => stemOf(text));
  return stems.slice(1).map((stem, index) => `${stems[index] ?? ""} ${stem}`);
}

function novelPairs(said: readonly Word[], sides: readonly (readonly Word[])[]): number {
  const given = new Set(sides.flatMap(pairsOf));
  const pairs = pairsOf(said);
  return share(pairs.filter((pair) => !given.has(pair)).length, pairs.length);
}

/** The longest run of words that stand in the same order on both sides, as a share of the answer. */
function longestRun(said: readonly Word[], given: readonly Word[]): number {
  const [a, b] = [said.map(({ text }) => stemOf(text)), given.map(({ text }) => stemOf(text))];
  return share(longestCommonRun(a, b), a.length);
}
