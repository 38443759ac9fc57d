import type { Replacement } from "./view-builder.ts";

/** Bytes that a text stands for, each with the range of the text that it comes from. Neighbours may share a range. */
export interface EncodedBytes {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * What bytes read as in UTF-8, in blocks as small as the encoding has: one ends where a character and the range of its
 * last byte both do. Undefined for what is no UTF-8.
 */
export function bytesAsText({ bytes, starts, ends }: EncodedBytes): Replacement | undefined {
  const text = decoded(bytes);
  if (text === undefined) return undefined;
  const blocks: number[] = [];
  let blockStart = starts[0] ?? 0;
  let units = 0;
  for (let at = 0; at < bytes.length;) {
    const size = sizeOf(bytes[at] ?? 0);
    at += size;
    units += size === 4 ? 2 : 1;
    if (at < bytes.length && starts[at] === starts[at - 1]) continue;
    blocks.push(units, blockStart, ends[at - 1] ?? 0);
    blockStart = starts[at] ?? 0;
    units = 0;
  }
  return { text, blocks };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    // What is no UTF-8 is told by this alone, and is an answer.
    return undefined;
  }
}

/** Bytes of a character by its first one. */
function sizeOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
