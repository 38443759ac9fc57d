import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { formatUsd, MAX_PICO_USD, parseUsd } from "./money.ts";

const amounts = fc.bigInt({ min: -MAX_PICO_USD, max: MAX_PICO_USD });

describe("money", () => {
  it("comes back from its decimal", () => {
    fc.assert(fc.property(amounts, (pico) => parseUsd(formatUsd(pico)) === pico));
  });

  it("is written the same as a number", () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (pico) => formatUsd(pico) === formatUsd(BigInt(pico))));
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
