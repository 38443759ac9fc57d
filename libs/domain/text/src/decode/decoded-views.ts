import { ViewBuilder, type Replacement } from "../views/view-builder.ts";
import { composeViews, identityView, wholeCodePoints, type View } from "../views/view.ts";
import { endOf, startOf, type Decoder } from "./decoder.ts";
import { encodedWordsDecoder } from "./encoded-words.ts";
import { encodingSignals } from "./encoding-signals.ts";
import { hexPairsDecoder } from "./hex.ts";
import { htmlEntitiesDecoder } from "./html-entities.ts";
import { leetspeakDecoder } from "./leetspeak.ts";
import { percentDecoder } from "./percent.ts";
import { quotedPrintableDecoder } from "./quoted-printable.ts";
import { rot13Decoder } from "./rot13.ts";
import { spacedLettersDecoder } from "./spaced-letters.ts";
import { stringEscapesDecoder } from "./string-escapes.ts";

export interface DecodeOptions {
  /** How often a text is decoded; 3 without it. */
  readonly maxDepth?: number;
  /** Bytes of UTF-16 that are read for all depths together; 4 MiB without it. */
  readonly maxBytes?: number;
}

/** What a text reads as, decoded once, twice, … */
export interface DecodedViews {
  /** Of each depth the whole text, with all that is encoded in it replaced; empty where nothing is. */
  readonly views: readonly View[];
  /** The byte budget ended before the text, or before a depth. */
  readonly isTruncated: boolean;
}

const defaultMaxDepth = 3;
const defaultMaxBytes = 4 * 1024 * 1024;
const BYTES_PER_UNIT = 2;

/**
 * What can only be meant as an encoding, and what may be words as well, in this order: at one place the former is
 * decoded first, and the latter at the next depth.
 */
const ranks: readonly (readonly Decoder[])[] = [
  [
    encodedWordsDecoder,
    hexPairsDecoder,
    percentDecoder,
    htmlEntitiesDecoder,
    quotedPrintableDecoder,
    stringEscapesDecoder,
  ],
  [spacedLettersDecoder, leetspeakDecoder, rot13Decoder],
];

/** Decodes what stands encoded in a text, depth by depth. A view never is longer than the text. */
export function decodedViews(text: string, options: DecodeOptions = {}): DecodedViews {
  const { maxDepth = defaultMaxDepth, maxBytes = defaultMaxBytes } = options;
  const views: View[] = [];
  let current = identityView(text);
  let left = Math.floor(maxBytes / BYTES_PER_UNIT);
  for (let depth = 0; depth < maxDepth; depth += 1) {
    const signals = encodingSignals(current.text);
    if (signals === 0) break;
    if (left <= 0) return { views, isTruncated: true };
    const { end } = wholeCodePoints(current.text, { start: 0, end: left });
    const decoded = decodeOnce(current.text.slice(0, end), signals);
    if (decoded === undefined) break;
    const isTruncated = end < current.text.length;
    left -= current.text.length;
    current = composeViews(current, decoded);
    views.push(current);
    if (isTruncated) return { views, isTruncated };
  }
  return { views, isTruncated: false };
}

function decodeOnce(text: string, signals: number): View | undefined {
  const replacements = ranks.reduce<readonly Replacement[]>((taken, rank) => {
    const found = rank.filter((decoder) => (decoder.signals & signals) !== 0).flatMap((decoder) => decoder.find(text));
    return withoutOverlaps(taken, found);
  }, []);
  if (replacements.length === 0) return undefined;
  const view = new ViewBuilder(text);
  for (const replacement of replacements) view.replaceByBlocks(replacement);
  return view.build();
}

/** All that was taken, and of what was found what overlaps neither that nor what begins before it; in order. */
function withoutOverlaps(taken: readonly Replacement[], found: readonly Replacement[]): readonly Replacement[] {
  if (found.length === 0) return taken;
  const kept: Replacement[] = [];
  let next = 0;
  let end = 0;
  // Sorting is stable: of two that begin together the one of the earlier decoder stays.
  for (const replacement of found.toSorted((a, b) => startOf(a) - startOf(b))) {
    for (; next < taken.length && startOf(taken[next] ?? replacement) < endOf(replacement); next += 1) {
      const before = taken[next];
      if (before === undefined) break;
      kept.push(before);
      end = Math.max(end, endOf(before));
    }
    if (startOf(replacement) < end) continue;
    kept.push(replacement);
    end = endOf(replacement);
  }
  return [...kept, ...taken.slice(next)];
}
