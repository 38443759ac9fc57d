import { bytesAsText } from "../views/bytes-as-text.ts";
import { ifPlausible } from "../views/if-plausible.ts";
import type { Replacement } from "../views/view-builder.ts";
import type { TextRange } from "../views/view.ts";
import type { Decoder } from "./decoder.ts";
import { PAIRS } from "./encoding-signals.ts";
import { hexPairs } from "./hex-pairs.ts";

/** At least eight bytes: shorter ones are colours, counts and years. */
const word = /^(?:0[xX])?(?:[\da-fA-F]{2}){8,}$/;
const spaced = /(?<![\dA-Za-z])(?:0[xX])?[\da-fA-F]{2}(?:[ ,:;-]{1,2}(?:0[xX])?[\da-fA-F]{2}){7,}(?![\dA-Za-z])/g;
const decimalList = /^[\d ,;]*[,;][\d ,;]*$/;
const prefix = /0[xX]/g;

/** A word of bytes in hexadecimal digits: `6a616e65`, `0x6a616e65`. */
export function decodeHex(text: string, { start, end }: TextRange): Replacement | undefined {
  const written = text.slice(start, end);
  return word.test(written) ? decode(written, start) : undefined;
}

/** Such digits byte by byte: `6a 61 6e 65`, `6a:61:6e:65`, `0x6a, 0x61`. */
export const hexPairsDecoder: Decoder = {
  signals: PAIRS,
  find: (text) =>
    Array.from(text.matchAll(spaced)).flatMap(({ 0: written, index }) =>
      decimalList.test(written) ? [] : (decode(written, index) ?? []),
    ),
};

function decode(written: string, start: number): Replacement | undefined {
  // Prefixes are blanked, for a zero of theirs would be read as a digit.
  const pairs = hexPairs(written.replaceAll(prefix, "  "), start, 0);
  pairs.starts[0] = start;
  return ifPlausible(bytesAsText(pairs));
}
