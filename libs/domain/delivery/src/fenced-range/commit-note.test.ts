import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { encodeCommitNote, parseCommitNote } from "./commit-note.ts";

const offset = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const topicId = fc.stringMatching(/^[\w-]{1,64}$/);
const anyNote = fc
  .record({
    topicId,
    bounds: fc.option(fc.tuple(offset, offset)),
    count: fc.nat(),
    encoding: fc.option(fc.stringMatching(/^[\w.-]{1,64}$/)),
    atMs: fc.nat({ max: 4_000_000_000_000 }),
    recheckTo: fc.option(offset),
  })
  .map(({ bounds, count, encoding, atMs, ...note }) => {
    if (bounds === null) return { ...note, pending: null };
    const [one, other] = bounds;
    const [firstOffset, lastOffset] = one < other ? [one, other] : [other, one];
    return { ...note, pending: { firstOffset, lastOffset, count, encoding, atMs } };
  });

describe("the note beside a committed offset", () => {
  it("reads back as it was written, within the broker's bound of 4,096 bytes", () => {
    fc.assert(
      fc.property(anyNote, (note) => {
        const metadata = encodeCommitNote(note);
        expect(metadata.length).toBeLessThan(4_096);
        expect(parseCommitNote(metadata, note.pending?.firstOffset ?? 0n)).toEqual(note);
        expect(() => JSON.parse(metadata)).not.toThrow();
      }),
    );
  });

  it("says nothing in any other text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseCommitNote(text, 0n)).toEqual({ topicId: null, pending: null, recheckTo: null });
      }),
    );
  });

  const written = (last: bigint): string =>
    encodeCommitNote({
      topicId: "life",
      pending: { firstOffset: 5n, lastOffset: last, count: 5, encoding: "one", atMs: 1 },
      recheckTo: null,
    });
  it.each([
    { what: "no metadata", metadata: null, at: 5n },
    { what: "empty metadata", metadata: "", at: 5n },
    { what: "an intent beside another offset, after a reset of the group", metadata: written(9n), at: 6n },
    { what: "a range that ends before it begins", metadata: written(4n), at: 5n },
    { what: "a later version", metadata: written(9n).replace('"v":2', '"v":3'), at: 5n },
    { what: "something behind the note", metadata: `${written(9n)} `, at: 5n },
  ])("has no intent in $what", ({ metadata, at }) => {
    expect(parseCommitNote(metadata, at).pending).toBeNull();
  });

  it("keeps the range of an owner whose clock stood before 1970; only its age is not known", () => {
    const pending = { firstOffset: 5n, lastOffset: 9n, count: 5, encoding: null };
    for (const atMs of [-0.5, -1, -86_400_000]) {
      const metadata = encodeCommitNote({ topicId: "life", pending: { ...pending, atMs }, recheckTo: null });
      expect(parseCommitNote(metadata, 5n).pending).toEqual({ ...pending, atMs: 0 });
    }
  });

  it("is still read in its first version, whose age counts as unknown for its token was another", () => {
    expect(parseCommitNote('{"v":1,"pending":["5","9"],"atMs":1767225600000}', 5n)).toEqual({
      topicId: null,
      pending: { firstOffset: 5n, lastOffset: 9n, count: null, encoding: null, atMs: 0 },
      recheckTo: null,
    });
  });
});
