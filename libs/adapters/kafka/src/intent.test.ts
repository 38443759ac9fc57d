import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { encodeIntent, parseIntent } from "./intent.ts";

const MAX_OFFSET = 2n ** 63n - 1n;

describe("the intent in the offset-commit metadata", () => {
  it("reads back as it was written, within the broker's bound of 4,096 bytes", () => {
    const offset = fc.bigInt({ min: 0n, max: MAX_OFFSET });
    fc.assert(
      fc.property(offset, offset, fc.nat({ max: 4_000_000_000_000 }), (one, other, atMs) => {
        const intent =
          one < other ? { firstOffset: one, lastOffset: other, atMs } : { firstOffset: other, lastOffset: one, atMs };
        const metadata = encodeIntent(intent);
        expect(metadata.length).toBeLessThan(4_096);
        expect(parseIntent(metadata, intent.firstOffset)).toEqual(intent);
        expect(() => JSON.parse(metadata)).not.toThrow();
      }),
    );
  });

  it("takes any other text for no intent", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseIntent(text, 0n)).toBeNull();
      }),
    );
  });

  const written = encodeIntent({ firstOffset: 5n, lastOffset: 9n, atMs: 1 });
  it.each([
    { what: "no metadata", metadata: null, offset: 5n },
    { what: "empty metadata", metadata: "", offset: 5n },
    { what: "an intent beside another offset, after a reset of the group", metadata: written, offset: 6n },
    {
      what: "a range that ends before it begins",
      metadata: encodeIntent({ firstOffset: 5n, lastOffset: 4n, atMs: 1 }),
      offset: 5n,
    },
    { what: "another version", metadata: written.replace('"v":1', '"v":2'), offset: 5n },
    { what: "something behind the intent", metadata: `${written} `, offset: 5n },
  ])("sees none in $what", ({ metadata, offset }) => {
    expect(parseIntent(metadata, offset)).toBeNull();
  });
});
