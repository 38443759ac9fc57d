import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { decimalOf, divideDecimals, multiplyDecimals, parseDecimal, roundHalfEven, shiftDecimal } from "./decimal.ts";

describe("a decimal", () => {
  test.each([
    ["0", 0n, 0],
    ["2.50", 25n, 1],
    ["100", 100n, 0],
    ["1.25e-06", 125n, 8],
    ["5E-7", 5n, 7],
    ["3e2", 300n, 0],
    ["0.000", 0n, 0],
  ])("%s is read exactly", (text, units, scale) => expect(parseDecimal(text)).toEqual({ units, scale }));

  test.each(["", "-1", "1.", ".5", "1,5", "NaN", "Infinity", "1e999", "1e-60", "0x10", " 1", "9".repeat(41)])(
    "%j is none",
    (text) => expect(parseDecimal(text)).toBeNull(),
  );

  test.each([
    [0.1 + 0.2, "0.3"],
    [0.18000000000000002, "0.18"],
    [2.5e-6, "0.0000025"],
    [1e-7, "0.0000001"],
    [0, "0"],
    [123456, "123456"],
  ])("of the double %d is what was meant", (value, text) => expect(decimalOf(value)).toEqual(parseDecimal(text)));

  test.each([-1, Number.NaN, Infinity])("cannot be %d", (value) => expect(decimalOf(value)).toBeNull());

  it("multiplies and shifts exactly", () => {
    const parts = fc.tuple(fc.nat(), fc.nat(12), fc.nat(), fc.nat(12), fc.integer({ min: -12, max: 12 }));
    fc.assert(
      fc.property(parts, ([a, scaleA, b, scaleB, places]) => {
        const [left, right] = [
          { units: BigInt(a), scale: scaleA },
          { units: BigInt(b), scale: scaleB },
        ];
        const { units, scale } = shiftDecimal(multiplyDecimals(left, right), places);
        // Both sides times 10^24+12: whole numbers.
        expect(units * 10n ** BigInt(40 - scale)).toBe(
          BigInt(a) * BigInt(b) * 10n ** BigInt(40 - scaleA - scaleB + places),
        );
      }),
    );
  });

  it("divides to so many places, half to even", () => {
    const divide = (a: string, b: string, places: number): unknown =>
      divideDecimals(parseDecimal(a) ?? { units: 0n, scale: 0 }, parseDecimal(b) ?? { units: 1n, scale: 0 }, places);
    expect(divide("10", "3", 6)).toEqual(parseDecimal("3.333333"));
    expect(divide("0.05", "0.4", 2)).toEqual(parseDecimal("0.12"));
    expect(divide("0.15", "0.4", 2)).toEqual(parseDecimal("0.38"));
    expect(divide("1e9", "1", 0)).toEqual(parseDecimal("1000000000"));
  });
});

describe("rounding half to even", () => {
  test.each([
    [5n, 10n, 0n],
    [15n, 10n, 2n],
    [25n, 10n, 2n],
    [26n, 10n, 3n],
    [24n, 10n, 2n],
    [7n, 1n, 7n],
  ])("%d / %d is %d", (numerator, denominator, rounded) => expect(roundHalfEven(numerator, denominator)).toBe(rounded));
});
