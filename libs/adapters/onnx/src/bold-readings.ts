/** How common a word is: the place in a list of words in their order; undefined for what is none. */
export type WordRank = (word: string) => number | undefined;

/** Letters that digits and signs are written for; the first is tried first. */
const lookAlikes: Readonly<Record<string, readonly string[]>> = {
  "0": ["o"],
  "1": ["i", "l"],
  "3": ["e"],
  "4": ["a"],
  "5": ["s"],
  "7": ["t"],
  "8": ["b"],
  "@": ["a"],
  $: ["s"],
};
const WORD = /[\p{L}\d@$]+/gu;
const MIXED = /\p{L}[\d@$]|[\d@$]\p{L}/u;
/** Fewer mixed words than this, in number or share, are names and measures. */
const MIN_MIXED = 3;
const MIN_MIXED_SHARE = 0.25;
const RUN = /\p{L}+/gu;
/** Letters in a row that are longer than usual words; where letters stood apart, any row may be of several. */
const LONG_RUN = { usual: 24, spaced: 4 } as const;
/** Letters that stand apart, up to the punctuation. */
const APART = /(?<![\p{L}\p{N}])\p{L}(?:[ \t]\p{L})+(?![\p{L}\p{N}])/gu;
const MAX_RUN = 2_000;
const MAX_WORD = 16;
/** What a single letter costs that is no word: more than any word does. */
const NO_WORD = 14;

/**
 * What a text says if most of it is meant otherwise than it is written: digits for letters throughout, or words without the
 * blanks between them. Too bold for what is stored or replaced; a model that is asked beside the plain reading loses nothing.
 */
export function boldReadings(text: string, rankOf: WordRank, kind: keyof typeof LONG_RUN): readonly string[] {
  const joined = kind === "spaced" ? text.replace(APART, (letters) => letters.replace(/[ \t]/g, "")) : text;
  return [withoutDigits(text, rankOf), withBlanks(joined, rankOf, LONG_RUN[kind])].filter(
    (reading) => reading !== text,
  );
}

function withoutDigits(text: string, rankOf: WordRank): string {
  const words = Array.from(text.matchAll(WORD), ([word]) => word);
  const mixed = words.filter((word) => MIXED.test(word)).length;
  if (mixed < MIN_MIXED || mixed < MIN_MIXED_SHARE * words.length) return text;
  return text.replace(WORD, (word) => asLetters(word, rankOf));
}

/** The most common word that the letters and digits can be; else the first letter of each. */
function asLetters(word: string, rankOf: WordRank): string {
  const first = Array.from(word, (sign) => lookAlikes[sign]?.[0] ?? sign).join("");
  if (rankOf(first.toLowerCase()) !== undefined) return first;
  const last = Array.from(word, (sign) => lookAlikes[sign]?.at(-1) ?? sign).join("");
  return rankOf(last.toLowerCase()) === undefined ? first : last;
}

function withBlanks(text: string, rankOf: WordRank, longRun: number): string {
  return text.replace(RUN, (run) => {
    if (run.length < longRun || run.length > MAX_RUN || rankOf(run.toLowerCase()) !== undefined) return run;
    return wordsIn(run, rankOf).join(" ");
  });
}

/** The words that a row of letters most likely consists of (Viterbi over words that cost the logarithm of their rank). */
function wordsIn(run: string, rankOf: WordRank): readonly string[] {
  const letters = run.toLowerCase();
  const costs = new Float64Array(run.length + 1).fill(Number.POSITIVE_INFINITY);
  const starts = new Uint16Array(run.length + 1);
  costs[0] = 0;
  for (let end = 1; end <= run.length; end += 1) {
    for (let start = Math.max(0, end - MAX_WORD); start < end; start += 1) {
      const cost = (costs[start] ?? 0) + costOf(letters.slice(start, end), rankOf);
      if (cost >= (costs[end] ?? 0)) continue;
      costs[end] = cost;
      starts[end] = start;
    }
  }
  const words: string[] = [];
  for (let end = run.length; end > 0; end = starts[end] ?? 0) words.unshift(run.slice(starts[end] ?? 0, end));
  return words;
}

function costOf(word: string, rankOf: WordRank): number {
  const rank = word.length === 1 && word !== "a" && word !== "i" ? undefined : rankOf(word);
  return rank === undefined ? NO_WORD * word.length : Math.log(rank + 1);
}
