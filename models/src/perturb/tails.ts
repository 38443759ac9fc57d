/** The last phrase of a sentence, with the word that begins it; `start` is where it begins, `end` before the full stop. */
export interface Tail {
  readonly text: string;
  readonly opener: string;
  readonly start: number;
  readonly end: number;
}

const OPENERS =
  "because|after|before|during|with|without|for|due to|despite|while|following|in|at|on|by|from|through|against|alongside|since|until|under|as part of|thanks to|in order to";
const TAIL = new RegExp(`,?\\s(${OPENERS})\\s([^.,;:!?()]{6,60})(?=[.!?]?["')\\]]*$)`, "u");

/** The last phrase that the sentence could do without; null where there is none. */
export function tailOf(sentence: string): Tail | null {
  const match = TAIL.exec(sentence);
  if (match === null) return null;
  const [text, opener = ""] = match;
  return { text, opener, start: match.index, end: match.index + text.length };
}
