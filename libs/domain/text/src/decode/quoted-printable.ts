import { bytesAsText } from "../views/bytes-as-text.ts";
import type { Replacement } from "../views/view-builder.ts";
import type { Decoder } from "./decoder.ts";
import { QUOTED_PRINTABLE } from "./encoding-signals.ts";
import { hexPairs } from "./hex-pairs.ts";

const softBreak = /(?<=\S)=\r?\n/g;
const run = /(?:=[\dA-F]{2})+(?!\d)/g;
const SINGLE = 3;

/** Quoted-printable (RFC 2045): characters as `=40`, and lines that go on behind an equals sign. */
export const quotedPrintableDecoder: Decoder = {
  signals: QUOTED_PRINTABLE,
  find: (text) => [
    ...Array.from(text.matchAll(softBreak), ({ 0: written, index }) => ({
      text: "",
      blocks: [0, index, index + written.length],
    })),
    ...Array.from(text.matchAll(run)).flatMap(({ 0: written, index }) => decode(written, index) ?? []),
  ],
};

/** A single letter, digit or blank is more often the value of a parameter: `limit=20`. */
function decode(written: string, start: number): Replacement | undefined {
  const decoded = bytesAsText(hexPairs(written, start, 1));
  return written.length === SINGLE && /^[A-Za-z\d\0-\x20]$/.test(decoded?.text ?? "") ? undefined : decoded;
}
