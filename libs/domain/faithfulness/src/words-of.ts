/** A word of a text: a stretch without white space, less the punctuation around it. */
export interface Word {
  readonly text: string;
  /** In UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}.,'’\-/]*[\p{L}\p{N}\p{M}]|[\p{L}\p{N}]/gu;

export function wordsOf(text: string): readonly Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

const POSSESSIVE = /['’]s?$/u;
const ENDINGS = ["ing", "ed", "es", "s", "ly"] as const;
const SHORTEST_STEM = 4;

/** A word without case, possessive and the commonest endings of English: forms of one word mostly share it. */
export function stemOf(word: string): string {
  const plain = word.toLowerCase().replace(POSSESSIVE, "");
  const ending = ENDINGS.find((end) => plain.endsWith(end) && plain.length - end.length >= SHORTEST_STEM);
  return ending === undefined ? plain : plain.slice(0, -ending.length);
}

export function hasDigit(word: string): boolean {
  return /\p{N}/u.test(word);
}

export function isCapitalised(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

const functionWords = new Set(
  (
    "a about after again all also am an and any are as at be because been before being below between both but by can " +
    "could did do does doing down during each few for from further had has have having he her here hers him his how i " +
    "if in into is it its itself just me more most my no nor not now of off on once only or other our out over own same " +
    "she should so some such than that the their them then there these they this those through to too under until up us " +
    "very was we were what when where which while who whom why will with would you your"
  ).split(" "),
);

/** Whether a word says something by itself. */
export function isContentWord(word: string): boolean {
  return !functionWords.has(word.toLowerCase());
}
