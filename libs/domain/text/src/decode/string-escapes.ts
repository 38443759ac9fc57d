import { bytesAsText } from "../views/bytes-as-text.ts";
import type { Replacement } from "../views/view-builder.ts";
import type { Decoder } from "./decoder.ts";
import { ESCAPE } from "./encoding-signals.ts";
import { hexPairs } from "./hex-pairs.ts";
import { ReplacementList } from "./replacement-list.ts";

const escape = /(?:\\x[\da-fA-F]{2})+|\\u[\da-fA-F]{4}|\\u\{[\da-fA-F]{1,6}\}|\\U[\da-fA-F]{8}|\\[bfnrtv"'/\\]/g;
const hexDigits = /[\da-fA-F]+/;
const signs: Readonly<Record<string, string>> = { b: " ", f: "\f", n: "\n", r: "\r", t: "\t", v: " " };
const maxCodePoint = 0x10_ff_ff;

/** Escapes of strings in JSON, JavaScript, Python and C. */
export const stringEscapesDecoder: Decoder = {
  signals: ESCAPE,
  find: (text) => {
    const found = new ReplacementList();
    for (const { 0: written, index } of text.matchAll(escape)) {
      const kind = written.charAt(1);
      const read = kind === "u" || kind === "U" ? codePointOf(written) : (signs[kind] ?? kind);
      if (kind === "x") found.addAll(readBytes(written, index));
      else if (read !== undefined) found.add(read, { start: index, end: index + written.length });
    }
    return found.all();
  },
};

/** Bytes of UTF-8 as Python and C write them, or characters of Latin-1 as JavaScript does. */
function readBytes(written: string, start: number): Replacement {
  const pairs = hexPairs(written, start, 2);
  const asText = bytesAsText(pairs);
  if (asText !== undefined) return asText;
  const blocks: number[] = [];
  for (const [at, from] of pairs.starts.entries()) blocks.push(1, from, pairs.ends[at] ?? from);
  return { text: Buffer.from(pairs.bytes).toString("latin1"), blocks };
}

function codePointOf(written: string): string | undefined {
  const code = Number.parseInt(hexDigits.exec(written)?.[0] ?? "", 16);
  return code <= maxCodePoint ? String.fromCodePoint(code) : undefined;
}
