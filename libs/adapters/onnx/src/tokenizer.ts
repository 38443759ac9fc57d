import { chunksOf, wordsOf } from "./bert-normalise.ts";
import type { TokenizerDefinition } from "./tokenizer-definition.ts";

/**
 * Tokens of a text without the markers that frame a model's input: ids, and for each the UTF-16 range of the stretch
 * without white space that it came from. The three arrays have the same length.
 */
export interface Tokens {
  readonly ids: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** What it takes to read texts for a model, whatever the family of its tokenizer. */
export interface TextTokenizer {
  readonly tokenize: (text: string) => Tokens;
}

export interface Tokenizer extends TextTokenizer {
  /** Opens a model's input. */
  readonly startId: number;
  /** Closes a model's input. */
  readonly endId: number;
  /** How common a word in lower case is: its place in the vocabulary; undefined for what is no whole word there. */
  readonly rankOf: (word: string) => number | undefined;
}

/** Tokens that are still being collected. */
interface GrowingTokens {
  readonly ids: number[];
  readonly starts: number[];
  readonly ends: number[];
}

/** Matches nothing: of no special tokens none is found. */
const NOTHING = "(?!)";

/**
 * WordPiece (Schuster and Nakajima 2012; as in BERT): greedy longest match from the left, a word that cannot be composed
 * is one unknown token. Ids equal those of the reference, which also takes the literal text of a special token for that
 * token.
 */
export function createTokenizer(definition: TokenizerDefinition): Tokenizer {
  const { vocabulary, specialTokens, startToken, endToken } = definition;
  const special = new RegExp(specialTokens.map((token) => token.replace(/\W/g, "\\$&")).join("|") || NOTHING, "g");
  const idOf = (token: string): number => vocabulary.get(token) ?? definition.unknownId;

  const tokenize = (text: string): Tokens => {
    const tokens: GrowingTokens = { ids: [], starts: [], ends: [] };
    let position = 0;
    for (const match of text.matchAll(special)) {
      appendPlain(tokens, definition, { text: text.slice(position, match.index), start: position });
      position = match.index + match[0].length;
      append(tokens, [idOf(match[0])], match.index, position);
    }
    appendPlain(tokens, definition, { text: text.slice(position), start: position });
    return tokens;
  };
  return { startId: idOf(startToken), endId: idOf(endToken), tokenize, rankOf: (word) => vocabulary.get(word) };
}

function append(tokens: GrowingTokens, ids: readonly number[], start: number, end: number): void {
  for (const id of ids) {
    tokens.ids.push(id);
    tokens.starts.push(start);
    tokens.ends.push(end);
  }
}

function appendPlain(
  tokens: GrowingTokens,
  definition: TokenizerDefinition,
  part: { text: string; start: number },
): void {
  for (const chunk of chunksOf(part.text)) {
    const start = part.start + chunk.start;
    for (const word of wordsOf(chunk.text)) {
      append(tokens, piecesOf(word, definition), start, start + chunk.text.length);
    }
  }
}

function piecesOf(word: string, definition: TokenizerDefinition): readonly number[] {
  const whole = definition.vocabulary.get(word);
  if (whole !== undefined) return [whole];
  if (isTooLong(word, definition.maxWordCharacters)) return [definition.unknownId];
  const ids: number[] = [];
  for (let start = 0; start < word.length;) {
    const piece = longestPiece(word, start, definition);
    if (piece === null) return [definition.unknownId];
    ids.push(piece.id);
    start = piece.end;
  }
  return ids;
}

/** Characters are code points, so a word can be longer in UTF-16 units than it is allowed to be in characters. */
function isTooLong(word: string, maxCharacters: number): boolean {
  if (word.length <= maxCharacters) return false;
  return word.length > 2 * maxCharacters || Array.from(word).length > maxCharacters;
}

function longestPiece(
  word: string,
  start: number,
  definition: TokenizerDefinition,
): { id: number; end: number } | null {
  const { vocabulary, continuationPrefix, maxPieceUnits } = definition;
  const prefix = start === 0 ? "" : continuationPrefix;
  for (let end = Math.min(word.length, start + maxPieceUnits); end > start; end--) {
    const id = vocabulary.get(prefix + word.slice(start, end));
    if (id !== undefined) return { id, end };
  }
  return null;
}
