import { describe, expect, it } from "vitest";

import { bytesAsText } from "./bytes-as-text.ts";

/** Bytes of which each `group` share a range of `width` units. */
function encoded(text: string, group: number, width: number): Parameters<typeof bytesAsText>[0] {
  const bytes = Buffer.from(text);
  const starts = Int32Array.from(bytes, (_, at) => Math.floor(at / group) * width);
  return { bytes, starts, ends: starts.map((start) => start + width) };
}

describe("bytes as text", () => {
  it("are a block for each byte of ASCII that has a range of its own", () => {
    expect(bytesAsText(encoded("ab", 1, 2))).toEqual({ text: "ab", blocks: [1, 0, 2, 1, 2, 4] });
  });

  it("are one block for all that share a range", () => {
    expect(bytesAsText(encoded("abcdef", 3, 4))).toEqual({ text: "abcdef", blocks: [3, 0, 4, 3, 4, 8] });
  });

  it("are a block no smaller than a character, in units of UTF-16", () => {
    expect(bytesAsText(encoded("é€😀", 1, 3))?.blocks).toEqual([1, 0, 6, 1, 6, 15, 2, 15, 27]);
  });

  it("are one block over the ranges that a character ties together", () => {
    expect(bytesAsText(encoded("abéf", 3, 4))?.blocks).toEqual([4, 0, 8]);
  });

  it("are nothing where they are no UTF-8", () => {
    expect(bytesAsText({ ...encoded("ab", 1, 1), bytes: Uint8Array.of(0xc3, 0x28) })).toBeUndefined();
  });
});
