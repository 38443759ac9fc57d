import { composeViews, linkWordsView, normaliseText, searchViews, type View } from "@parapet/text";

import { boldReadings, type WordRank } from "./bold-readings.ts";
import { stretchPlaces } from "./stretch-places.ts";
import type { TextRange } from "./text-range.ts";
import type { TextTokenizer } from "./tokenizer.ts";

/** A text as tokens, in one of the ways that it can be read: with tricks and encodings as they stand, or undone. */
export interface Reading {
  readonly ids: readonly number[];
  /** As it stands: nothing is undone or decoded. */
  readonly isPlain: boolean;
  /** The characters of a range of tokens, as the model sees them. */
  readonly textOf: (tokens: TextRange) => string;
  /** The range of the original that a range of tokens comes from, in UTF-16 units. */
  readonly rangeOf: (tokens: TextRange) => TextRange;
}

/** The form that a model takes texts in. */
export interface TextForm {
  readonly tokenizer: TextTokenizer;
  /** Brings a text into the form of the model's training. */
  readonly normalise: (text: string) => string;
  /** Where the vocabulary tells it, bold readings are read too. */
  readonly rankOf?: WordRank;
  /** The form has no words of links and mentions, so that they are read too. */
  readonly hidesLinks?: boolean;
}

/** Half of it is read at either end of a longer text; in UTF-16 units. */
const MAX_UNITS = 65_536;
/** All of an excerpt at each of the three depths that are decoded, so that nothing is hidden by where it stands. */
const MAX_DECODED_BYTES = 3 * 2 * MAX_UNITS;

/** Whether the middle of a text is not read at all. */
export function isLongerThanRead(text: string): boolean {
  return text.length > MAX_UNITS;
}

/** The readings of a text: first as it stands, then what differs from it. */
export function readingsOf(
  text: string,
  { tokenizer, normalise, rankOf, hidesLinks = false }: TextForm,
): readonly Reading[] {
  return excerptsOf(text).flatMap((excerpt) => {
    const original = text.slice(excerpt.start, excerpt.end);
    const seen = new Set<string>();
    return viewsOf(original)
      .flatMap(withBoldReadings(original, rankOf))
      .flatMap((read) => (hidesLinks ? [read, ...linkWordsOf(read)] : [read]))
      .flatMap(({ view, isPlain }) => {
        const normalised = normalise(view.text);
        if (seen.has(normalised)) return [];
        seen.add(normalised);
        const read = tokenizer.tokenize(normalised);
        const within = (tokens: TextRange): TextRange => ({
          start: read.starts[tokens.start] ?? 0,
          end: read.ends[tokens.end - 1] ?? normalised.length,
        });
        const rangeOf = (tokens: TextRange): TextRange => {
          const found = within(tokens);
          const { start, end } =
            normalised === view.text ? found : stretchPlaces(view.text, normalised, normalise)(found);
          const range = view.toOriginal(start, end);
          return { start: excerpt.start + range.start, end: excerpt.start + range.end };
        };
        const textOf = (tokens: TextRange): string => {
          const { start, end } = within(tokens);
          return normalised.slice(start, end);
        };
        return [{ ids: read.ids, isPlain, textOf, rangeOf }];
      });
  });
}

/** The views of a text; where nothing is hidden the plainest characters, such as other dashes, say nothing new. */
function viewsOf(text: string): readonly View[] {
  const { views, obfuscations } = searchViews(text, { maxBytes: MAX_DECODED_BYTES });
  const [plain, second, ...others] = views;
  if (plain === undefined || second === undefined || obfuscations.length > 0) return views;
  return second.text === normaliseText(text).text ? [plain, ...others] : views;
}

interface ReadView {
  readonly view: View;
  readonly isPlain: boolean;
}

/** Letters apart: then words are not told apart any more. */
const SPACED = /(?<!\S)\S(?:[ \t]{1,3}\S){5}/u;

/** Each view, and what its text says if it is meant otherwise; such a reading stands for the whole of the text. */
function withBoldReadings(
  original: string,
  rankOf: WordRank | undefined,
): (view: View, index: number) => readonly ReadView[] {
  const kind = SPACED.test(original) ? "spaced" : "usual";
  return (view, index) => {
    const whole = (): TextRange => view.toOriginal(0, view.text.length);
    const bold = rankOf === undefined ? [] : boldReadings(view.text, rankOf, kind);
    return [
      { view, isPlain: index === 0 },
      ...bold.map((text) => ({ view: { text, isIdentity: false, toOriginal: whole }, isPlain: false })),
    ];
  };
}

/** What the links and mentions of a view say, in the plainest characters: none where they have few words. */
function linkWordsOf({ view }: ReadView): readonly ReadView[] {
  const plainest = composeViews(view, normaliseText(view.text));
  const words = linkWordsView(plainest.text);
  return words === undefined ? [] : [{ view: composeViews(plainest, words), isPlain: false }];
}

/** Head and tail of a text that is too long to be read whole, so that the time for one text is bounded. */
function excerptsOf(text: string): readonly TextRange[] {
  if (text.length <= MAX_UNITS) return [{ start: 0, end: text.length }];
  const half = MAX_UNITS / 2;
  return [
    { start: 0, end: half },
    { start: text.length - half, end: text.length },
  ];
}
