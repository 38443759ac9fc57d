import fc from "fast-check";
import { expect, test } from "vitest";
import { isUtf8, writeSequence } from "./utf8.ts";

function isDecodable(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

test("bytes are UTF-8 where the platform decodes them", () => {
  const edges = [0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xec, 0xed, 0xee, 0xef, 0xf0];
  const byte = fc.oneof(fc.constantFrom(...edges, 0xf3, 0xf4, 0xf5, 0xff), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 6 }), (sent) => {
      const bytes = Uint8Array.from(sent);
      expect(isUtf8(bytes, 0, bytes.length)).toBe(isDecodable(bytes));
    }),
    { numRuns: 20_000 },
  );
});

test("a sequence that is cut off by the end of its text is none", () => {
  const bytes = new TextEncoder().encode("\u{1F600}");
  for (let end = 1; end < bytes.length; end += 1) expect(isUtf8(bytes, 0, end)).toBe(false);
  expect(isUtf8(bytes, 0, bytes.length)).toBe(true);
});

test.each([0x80, 0x7ff, 0x800, 0xffff, 0x1_0000, 0x10_ffff])(
  "U+%x is written as the platform writes it",
  (codePoint) => {
    const bytes = new Uint8Array(4);
    const end = writeSequence(bytes, 0, codePoint);
    expect([...bytes.subarray(0, end)]).toEqual([...new TextEncoder().encode(String.fromCodePoint(codePoint))]);
  },
);
