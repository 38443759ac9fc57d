import { bytesAsText } from "../views/bytes-as-text.ts";
import type { Decoder } from "./decoder.ts";
import { PERCENT } from "./encoding-signals.ts";
import { hexPairs } from "./hex-pairs.ts";
import { ReplacementList } from "./replacement-list.ts";

const run = /(?:%[\da-fA-F]{2})+/g;
const beyondAscii = /%[89a-fA-F]/;
const SINGLE = 3;
const ASCII_END = 0x80;

/** Percent-encoding (RFC 3986). Where a run is no UTF-8, its ASCII is read all the same. */
export const percentDecoder: Decoder = {
  signals: PERCENT,
  find: (text) => {
    const found = new ReplacementList();
    for (const { 0: written, index } of text.matchAll(run)) {
      const whole = beyondAscii.test(written) ? bytesAsText(hexPairs(written, index, 1)) : undefined;
      if (whole === undefined) addAscii(found, written, index);
      else found.addAll(whole);
    }
    return found.all();
  },
};

function addAscii(found: ReplacementList, written: string, start: number): void {
  for (let at = 0; at < written.length; at += SINGLE) {
    const code = Number.parseInt(written.slice(at + 1, at + SINGLE), 16);
    if (code < ASCII_END) found.add(String.fromCharCode(code), { start: start + at, end: start + at + SINGLE });
  }
}
