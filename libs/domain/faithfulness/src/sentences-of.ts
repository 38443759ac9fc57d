/** Half-open range of UTF-16 units. */
export interface SentenceRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Ends of sentences: marks, closing quotes and brackets, and then white space; or a line's end. A run of marks is tried from
 * its beginning alone: from every mark of it, one that ends nothing took quadratic time.
 */
const BOUNDARY = /(?<![.!?。！？])[.!?。！？]+["'”’)\]]*(?=\s)|\n+/gu;
/** What a full stop after does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s("'“])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Col|Capt|Lt|Sgt|Rev|Hon|No|vs|etc|e\.g|i\.e|cf|al|Inc|Ltd|Co|Corp|approx|Fig|pp?)\.$/u;

/** The sentences of a text in order; ranges hold no white space around them. An empty text has none. */
export function sentencesOf(text: string): readonly SentenceRange[] {
  const sentences: SentenceRange[] = [];
  let start = 0;
  const close = (end: number): void => {
    const range = trimmed(text, start, end);
    if (range.end > range.start) sentences.push(range);
    start = end;
  };
  for (const match of text.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length;
    if (match[0] === "." && ABBREVIATION.test(text.slice(Math.max(start, end - 12), end))) continue;
    close(end);
  }
  close(text.length);
  return sentences;
}

function trimmed(text: string, start: number, end: number): SentenceRange {
  let [from, to] = [start, end];
  while (from < to && isBlank(text, from)) from += 1;
  while (to > from && isBlank(text, to - 1)) to -= 1;
  return { start: from, end: to };
}

function isBlank(text: string, at: number): boolean {
  return text.charAt(at).trim() === "";
}
