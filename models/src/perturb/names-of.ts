import { isContentWord } from "@parapet/faithfulness";

/** A name: capitalised words in a row. Places in UTF-16 units, `end` exclusive. */
export interface Name {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A full stop belongs to an initial only. */
const NAME =
  /\p{Lu}[\p{L}\p{N}'’-]*(?:(?:(?<=(?<!\p{L})\p{Lu})\.)?\s(?:(?:of|de|van|von|the|for)\s)?\p{Lu}[\p{L}\p{N}'’-]*)*/gu;
const STARTS_SENTENCE = /(?:^|[.!?:]["')\]]*\s+|\n\s*)$/u;
const POSSESSIVE = /['’]s$/u;

/** The names in a text. A single word that begins a sentence is one only where it stands within a sentence too. */
export function namesOf(text: string): readonly Name[] {
  const found = Array.from(text.matchAll(NAME), ({ 0: matched, index }) => {
    const [first = ""] = matched.split(" ");
    const start = isContentWord(first) ? index : index + first.length + 1;
    const name = matched.slice(start - index).replace(POSSESSIVE, "");
    return { text: name, start, end: start + name.length };
  });
  const within = found.filter(({ start }) => !beginsSentence(text, start));
  const known = new Set(within.flatMap(({ text: name }) => name.split(" ")));
  return found.filter(({ text: name, start }) => {
    if (name.length < 2 || !isContentWord(name)) return false;
    return name.includes(" ") || known.has(name) || !beginsSentence(text, start);
  });
}

function beginsSentence(text: string, start: number): boolean {
  return start === 0 || STARTS_SENTENCE.test(text.slice(Math.max(0, start - 6), start));
}
