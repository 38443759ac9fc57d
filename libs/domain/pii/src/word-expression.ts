/** What a word is made of, in every script, as the boundaries of identifiers see it. */
const wordCharacter = String.raw`[\p{L}\p{N}_]`;

/** Global expression, blind to case, for what stands as a word of its own: no letter, digit or `_` beside it. */
export function wordExpression(source: string): RegExp {
  return new RegExp(`(?<!${wordCharacter})(?:${source})(?!${wordCharacter})`, "giu");
}

/** As `wordExpression`, in capitals only: for formats that ordinary words and units take as well when case is ignored. */
export function capitalExpression(source: string): RegExp {
  return new RegExp(`(?<!${wordCharacter})(?:${source})(?!${wordCharacter})`, "gu");
}

/** As `wordExpression`, but the word before may stick to it: `code is199003052397`. No digit does. */
export function trailingExpression(source: string): RegExp {
  return new RegExp(String.raw`(?<!\d)(?:${source})(?!${wordCharacter})`, "giu");
}
