/**
 * A word is a run of letters, digits and combining marks, with apostrophes inside ("don't" is one). Chinese is written
 * without spaces and most of its words are short, so each Han character counts as one word; a run of any other script
 * (kana, Thai) counts as one.
 */
const word = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+(?:'(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+)*/gu;
/** The words of a text in their order, lower-cased, with typographic apostrophes made plain. */
export function wordsOf(text) {
  return text.toLowerCase().replaceAll("’", "'").match(word) ?? [];
}
//# sourceMappingURL=words-of.js.map
