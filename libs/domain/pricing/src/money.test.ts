import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { formatUsd, MAX_PICO_USD, parseUsd, picoUsdOf } from "./money.ts";

const amounts = fc.bigInt({ min: -MAX_PICO_USD, max: MAX_PICO_USD });

describe("money", () => {
  it("comes back from its decimal", () => {
    fc.assert(fc.property(amounts, (pico) => parseUsd(formatUsd(pico)) === pico));
  });

  it("has at most twelve digits after the point, and none without need", () => {
    fc.assert(fc.property(amounts, (pico) => /^-?\d+(\.\d{0,11}[1-9])?$/.test(formatUsd(pico))));
  });

  it("adds up whatever the order", () => {
    const shuffled = fc
      .array(amounts, { maxLength: 50 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    const sum = (list: readonly bigint[]): bigint => list.reduce((total, pico) => total + pico, 0n);
    fc.assert(fc.property(shuffled, ([list, other]) => sum(list) === sum(other)));
  });

  test.each([
    ["0", 0n],
    ["0.0090519", 9_051_900_000n],
    ["2.312618", 2_312_618_000_000n],
    ["-1.5", -1_500_000_000_000n],
    ["0.000000000001", 1n],
    ["0.100", 100_000_000_000n],
  ])("%s USD is %s pico-dollars", (text, pico) => expect(parseUsd(text)).toBe(pico));

  test.each([["", "1e-6", "1.", ".5", "0.0000000000001", "1,5", "NaN", " 1", "--1"]])("%j is no amount", (text) =>
    expect(parseUsd(text)).toBeNull(),
  );
});

describe("an amount computed in floating point", () => {
  it("loses the noise of its sum", () => expect(picoUsdOf(0.1 + 0.2)).toBe(parseUsd("0.3")));

  it("loses the noise of a double that is itself coarser than a pico-dollar", () =>
    expect(picoUsdOf(10_000.3)).toBe(parseUsd("10000.3")));

  it("is exact for tokens at a price per million", () => {
    const tokens = fc.integer({ min: 0, max: 10_000_000 });
    const pricePerMillion = fc.integer({ min: 0, max: 1_000_000 }); // in 10⁻⁴ USD: up to 100 USD
    fc.assert(
      fc.property(tokens, pricePerMillion, (count, price) => {
        const exact = BigInt(count) * BigInt(price) * 100n; // 10⁻⁴ / 10⁶ USD = 100 pico-dollars
        return picoUsdOf(((price / 10_000) * count) / 1_000_000) === exact;
      }),
    );
  });

  test.each([Number.NaN, Infinity, -Infinity, 1_000_000, 1e21])("%s fits no cost column", (usd) =>
    expect(picoUsdOf(usd)).toBeNull(),
  );
});
