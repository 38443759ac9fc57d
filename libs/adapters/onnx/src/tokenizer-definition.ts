import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import { parseJson } from "./parse-json.ts";

/** What a WordPiece tokenizer needs to know. */
export interface TokenizerDefinition {
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Tokens that are recognised literally, before any normalisation. */
  readonly specialTokens: readonly string[];
  readonly unknownId: number;
  readonly startToken: string;
  readonly endToken: string;
  readonly continuationPrefix: string;
  /** A longer word is unknown; in code points. */
  readonly maxWordCharacters: number;
  /** Length of the longest entry of the vocabulary, in UTF-16 units. */
  readonly maxPieceUnits: number;
}

/** The part of the `tokenizer.json` format that this tokenizer implements; anything else is refused, not ignored. */
const tokenizerFile = z.object({
  truncation: z.null(),
  padding: z.null(),
  added_tokens: z.array(
    z.object({
      content: z.string().min(1),
      single_word: z.literal(false),
      lstrip: z.literal(false),
      rstrip: z.literal(false),
      normalized: z.literal(false),
    }),
  ),
  normalizer: z.object({
    type: z.literal("BertNormalizer"),
    clean_text: z.literal(true),
    handle_chinese_chars: z.literal(true),
    strip_accents: z.union([z.null(), z.literal(true)]),
    lowercase: z.literal(true),
  }),
  pre_tokenizer: z.object({ type: z.literal("BertPreTokenizer") }),
  model: z.object({
    type: z.literal("WordPiece"),
    unk_token: z.string(),
    continuing_subword_prefix: z.string(),
    max_input_chars_per_word: z.number().int().positive(),
    vocab: z.record(z.string(), z.number().int().nonnegative()),
  }),
});

type TokenizerFile = z.output<typeof tokenizerFile>;

/** Reads the text of a `tokenizer.json`. Throws `model_unsupported` when it describes another kind of tokenizer. */
export function parseTokenizer(json: string): TokenizerDefinition {
  const parsed = tokenizerFile.safeParse(parseJson(json));
  if (!parsed.success) {
    const reason = z.prettifyError(parsed.error);
    throw new ParapetError("model_unsupported", `tokenizer.json is not an uncased BERT WordPiece tokenizer: ${reason}`);
  }
  const definition = definitionOf(parsed.data);
  if (definition === null) throw new ParapetError("model_unsupported", "tokenizer.json: no unknown token in vocab");
  return definition;
}

/** What a parsed `tokenizer.json` defines, whatever it says of truncation and padding; null for another kind. */
export function wordPieceOf(file: Readonly<Record<string, unknown>>): TokenizerDefinition | null {
  const parsed = tokenizerFile.safeParse({ ...file, truncation: null, padding: null });
  return parsed.success ? definitionOf(parsed.data) : null;
}

/** Null where the vocabulary lacks the unknown token. */
function definitionOf({ model, added_tokens: added }: TokenizerFile): TokenizerDefinition | null {
  const vocabulary = new Map(Object.entries(model.vocab));
  const unknownId = vocabulary.get(model.unk_token);
  if (unknownId === undefined) return null;
  return {
    vocabulary,
    specialTokens: added.map(({ content }) => content),
    unknownId,
    startToken: "[CLS]",
    endToken: "[SEP]",
    continuationPrefix: model.continuing_subword_prefix,
    maxWordCharacters: model.max_input_chars_per_word,
    maxPieceUnits: Array.from(vocabulary.keys()).reduce((longest, piece) => Math.max(longest, piece.length), 0),
  };
}
