import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createKeyedByteHash, KEYED_HASH_DIGITS } from "./keyed-byte-hash.ts";
import { createKeyedHash } from "./keyed-hash.ts";

it("is HMAC-SHA-256, cut to 128 bits: test case 2 of RFC 4231", () => {
  expect(createKeyedHash("Jefe")("what do ya want for nothing?")).toBe("5bdcc146bf60754e6a042426089575c7");
});

it("recognises equal texts, and only those", () => {
  const hash = createKeyedHash("a key of 16 chars");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
      expect(hash(a) === hash(b)).toBe(a === b);
    }),
  );
});

it("tells nothing under another key", () => {
  expect(createKeyedHash("one key")("text")).not.toBe(createKeyedHash("another key")("text"));
});

describe("the hash of bytes", () => {
  const keys = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: "grapheme", minLength: 40, maxLength: 100 }));
  const texts = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "long ".repeat(100_000)));

  it("is that of their text, wherever in a message it stands", () => {
    fc.assert(
      fc.property(keys, fc.array(texts, { minLength: 1, maxLength: 3 }), (key, parts) => {
        const hashBytes = createKeyedByteHash(key);
        const bytes = Buffer.from(parts.join(""));
        const target = Buffer.alloc(KEYED_HASH_DIGITS * parts.length + 1);
        let at = 0;
        for (const [index, part] of parts.entries()) {
          const end = at + Buffer.byteLength(part);
          hashBytes(bytes, { at, end }, target, 1 + index * KEYED_HASH_DIGITS);
          at = end;
        }
        expect(target.toString("latin1", 1)).toBe(parts.map(createKeyedHash(key)).join(""));
      }),
    );
  });
});
