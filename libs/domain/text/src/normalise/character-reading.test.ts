import { expect, it } from "vitest";

import { JOINED, readingOf, replacementOf } from "./character-reading.ts";

const codePoints = Array.from({ length: 0x3_00_00 }, (_, codePoint) => codePoint);

it("joins every character that composes with what stands before it", () => {
  const joining = new Set(
    codePoints.flatMap((codePoint) => {
      const character = String.fromCodePoint(codePoint);
      const parts = Array.from(character.normalize("NFD"));
      const isComposed = parts.length > 1 && parts.join("").normalize("NFC") === character;
      return isComposed ? parts.slice(1) : [];
    }),
  );
  const apart = [...joining].filter((character) => readingOf(character.codePointAt(0) ?? 0) !== JOINED);
  expect(apart).toEqual([]);
});

it("reads every decimal digit as one of ASCII", () => {
  const digits = codePoints
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((one) => /[^0-9]/.test(one) && /\p{Nd}/u.test(one));
  expect(digits.length).toBeGreaterThan(600);
  for (const [index, character] of digits.entries()) {
    expect(
      replacementOf(character.codePointAt(0) ?? 0) || String(readingOf(character.codePointAt(0) ?? 0)),
      character,
    ).toMatch(/^\d$/);
    if (index > 0 && digits[index - 1] === String.fromCodePoint((character.codePointAt(0) ?? 0) - 1)) {
      const previous = Number(replacementOf((character.codePointAt(0) ?? 0) - 1));
      expect(Number(replacementOf(character.codePointAt(0) ?? 0))).toBe((previous + 1) % 10);
    }
  }
});
