import fc from "fast-check";
import { expect, it } from "vitest";

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
