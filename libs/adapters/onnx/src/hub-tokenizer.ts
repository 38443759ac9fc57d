import { Tokenizer as LibraryTokenizer } from "@huggingface/tokenizers";
import { ParapetError } from "@parapet/runtime";
import { streamSafe } from "@parapet/text";
import { z } from "zod";

import { parseJson } from "./parse-json.ts";
import { postProcessor, specialTokensOf, type SpecialTokens } from "./special-tokens.ts";
import { wordPieceOf } from "./tokenizer-definition.ts";
import { createTokenizer, type TextTokenizer, type Tokens } from "./tokenizer.ts";

/** A tokenizer of any family, with what belongs around its tokens. */
export interface HubTokenizer extends TextTokenizer {
  readonly specialTokens: SpecialTokens;
}

const tokenizerFile = z.looseObject({
  /** Old files do not tell the kind. */
  model: z.looseObject({ type: z.enum(["WordPiece", "BPE", "Unigram"]).optional() }),
  post_processor: postProcessor,
  added_tokens: z.array(z.looseObject({ content: z.string() })).default([]),
});

/**
 * Makes a tokenizer of the text of a `tokenizer.json`: ours of uncased BERT, the library's of every other family.
 *
 * @throws ParapetError `model_unsupported` when it describes none.
 */
export function createHubTokenizer(json: string): HubTokenizer {
  const parsed = tokenizerFile.safeParse(parseJson(json));
  if (!parsed.success) throw unsupported(z.prettifyError(parsed.error));
  const file = parsed.data;
  return {
    ...(wordPieceTokenizer(file) ?? libraryTokenizer(file)),
    specialTokens: specialTokensOf(file.post_processor),
  };
}

/** Ours, where its ids are those of the reference: without special tokens beside the vocabulary. */
function wordPieceTokenizer(file: z.output<typeof tokenizerFile>): TextTokenizer | null {
  const definition = wordPieceOf(file);
  const isWhole = definition?.specialTokens.every((token) => definition.vocabulary.has(token)) ?? false;
  return definition === null || !isWhole ? null : createTokenizer(definition);
}

function libraryTokenizer(file: object): TextTokenizer {
  const library = openLibrary(file);
  // Most families normalise a text whole, which takes quadratic time for a run of marks.
  const idsOf = (text: string): readonly number[] =>
    text === "" ? [] : library.encode(streamSafe(text), { add_special_tokens: false }).ids;
  return {
    tokenize: (text) => {
      const ids = idsOf(text);
      let places: Omit<Tokens, "ids"> | null = null;
      // Only asked for where something is found or evidence is sought, and as dear as the tokens themselves.
      const placesOf = (): Omit<Tokens, "ids"> => (places ??= locate(text, ids, idsOf));
      return {
        ids,
        get starts() {
          return placesOf().starts;
        },
        get ends() {
          return placesOf().ends;
        },
      };
    },
  };
}

function openLibrary(file: object): LibraryTokenizer {
  try {
    const library = new LibraryTokenizer(file, {});
    library.encode("a");
    return library;
  } catch (cause) {
    throw unsupported(cause instanceof Error ? cause.message : String(cause));
  }
}

/** A stretch without white space, with what stands before it: spaces belong to the word behind them in most families. */
const PIECE = /\s*\S+|\s+$/gu;

/**
 * Where tokens come from, which the library does not tell: the stretch without white space that gives them when it is
 * tokenized alone. Where stretches alone give other tokens than the text, every token comes from all of it.
 */
function locate(
  text: string,
  ids: readonly number[],
  idsOf: (text: string) => readonly number[],
): Pick<Tokens, "starts" | "ends"> {
  const [starts, ends, alone]: [number[], number[], number[]] = [[], [], []];
  const known = new Map<string, readonly number[]>();
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const found = known.get(piece) ?? idsOf(piece);
    known.set(piece, found);
    const word = piece.trimStart() || piece;
    for (const id of found) {
      alone.push(id);
      starts.push(index + piece.length - word.length);
      ends.push(index + piece.length);
    }
  }
  const isSame = alone.length === ids.length && alone.every((id, position) => id === ids[position]);
  return isSame ? { starts, ends } : { starts: ids.map(() => 0), ends: ids.map(() => text.length) };
}

function unsupported(reason: string): ParapetError {
  return new ParapetError("model_unsupported", `tokenizer.json cannot be used: ${reason}`);
}
