import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { billedBuckets, BUCKET_COUNT, INPUT_END, OUTPUT_END } from "./buckets.ts";
import { charge, chargeLarge } from "./charge.ts";
import { shiftDecimal } from "./decimal.ts";
import { MAX_PICO_USD, parseUsd } from "./money.ts";
import type { UnitPrices } from "./price-entry.ts";
import { rateLadderOf } from "./rate-ladder.ts";
import { entry, priceWith } from "./testing/book-of.ts";

describe("a charge", () => {
  it("counts every bucket at its own price, searches and the request in the total alone", () => {
    const prices = Object.fromEntries(billedBuckets.map((bucket, index) => [bucket, `${index + 1}`]));
    const usage = Object.fromEntries(billedBuckets.map((bucket) => [bucket, 1_000]));
    expect(priceWith([entry({ ...prices, webSearches: "0.01", request: "0.005" })], usage)).toEqual({
      kind: "priced",
      inputUsd: "0.055", // 1 + … + 10 per million
      outputUsd: "0.081", // 11 + … + 16
      totalUsd: "10.141",
      isRounded: false,
      version: "7",
      source: "sheet",
    });
  });

  test.each([
    ["reasoning", "outputText"],
    ["outputImage", "outputText"],
    ["outputAudio", "outputText"],
    ["outputVideo", "outputText"],
    ["citations", "outputText"],
    ["inputImage", "inputUncached"],
    ["inputAudio", "inputUncached"],
    ["inputVideo", "inputUncached"],
    ["cacheRead", "inputUncached"],
    ["cacheReadAudio", "cacheRead"],
    ["cacheReadImage", "cacheRead"],
    ["cacheReadVideo", "cacheRead"],
    ["cacheReadAudio", "inputAudio"],
    ["cacheReadImage", "inputImage"],
    ["cacheReadVideo", "inputVideo"],
    ["cacheWrite5m", "inputUncached"],
    ["cacheWrite1h", "cacheWrite5m"],
    ["cacheWrite1h", "inputUncached"],
  ] as const)("takes the price of %s that is left out from %s, and honours one of zero", (bucket, other) => {
    const prices = { inputUncached: "9", outputText: "8", [other]: "3" };
    expect(priceWith([entry(prices)], { [bucket]: 1_000_000 })).toMatchObject({ totalUsd: "3" });
    expect(priceWith([entry({ ...prices, [bucket]: "0" })], { [bucket]: 1_000_000 })).toMatchObject({ totalUsd: "0" });
  });

  it("never takes a missing price for zero", () => {
    const inputOnly = [entry({ inputUncached: "1" })];
    expect(priceWith(inputOnly, { inputUncached: 5, outputText: 1 })).toEqual({
      kind: "unpriced",
      reason: "missing_price",
    });
    expect(priceWith(inputOnly, { inputUncached: 5 })).toMatchObject({ kind: "priced" });
    expect(priceWith([entry({ outputText: "1" })], { cacheRead: 1 })).toMatchObject({ reason: "missing_price" });
  });

  it("knows published sums", () => {
    // 14 image tokens read, 600 text and 1120 image tokens written.
    const image = entry({ inputUncached: "1", outputText: "2", outputImage: "5" });
    expect(priceWith([image], { inputImage: 14, outputText: 600, outputImage: 1_120 })).toMatchObject({
      inputUsd: "0.000014",
      outputUsd: "0.0068",
    });
  });

  it("rounds each amount half to even at twelve digits, and says so", () => {
    const halfPico = "0.0000005"; // per million tokens: half a pico-dollar a token
    const of = (input: number, output: number): unknown =>
      priceWith([entry({ inputUncached: halfPico, outputText: halfPico })], {
        inputUncached: input,
        outputText: output,
      });
    expect(of(1, 3)).toMatchObject({
      inputUsd: "0",
      outputUsd: "0.000000000002",
      totalUsd: "0.000000000002",
      isRounded: true,
    });
    expect(of(5, 1)).toMatchObject({ inputUsd: "0.000000000002", outputUsd: "0", totalUsd: "0.000000000003" });
    expect(of(2, 4)).toMatchObject({ inputUsd: "0.000000000001", totalUsd: "0.000000000003", isRounded: false });
  });

  it("does not price what no cost column holds", () => {
    const prices = [entry({ inputUncached: "1000000" })];
    expect(priceWith(prices, { inputUncached: 999_999 })).toMatchObject({ totalUsd: "999999" });
    expect(priceWith(prices, { inputUncached: 1_000_000 })).toEqual({ kind: "unpriced", reason: "cost_out_of_range" });
  });

  test.each([[-1], [0.5], [Number.NaN], [2 ** 60]])("does not price %d tokens", (count) => {
    const outcome = priceWith([entry({ inputUncached: "1" })], { inputUncached: count });
    expect(outcome).toEqual({ kind: "unpriced", reason: "inconsistent_usage" });
  });
});

describe("integer arithmetic", () => {
  const price = fc.record({ units: fc.bigInt({ min: 0n, max: 10n ** 9n }), scale: fc.nat(14) });
  const count = fc.oneof(fc.nat(1_000), fc.nat(10_000_000), fc.constant(0));

  it("gives what exact decimals give, for prices and counts of any size", () => {
    const calls = fc.tuple(
      fc.array(price, { minLength: BUCKET_COUNT, maxLength: BUCKET_COUNT }),
      fc.array(count, { minLength: BUCKET_COUNT, maxLength: BUCKET_COUNT }),
    );
    let large = 0;
    fc.assert(
      fc.property(calls, ([unitPrices, usage]) => {
        const named: UnitPrices = Object.fromEntries(billedBuckets.map((bucket, index) => [bucket, unitPrices[index]]));
        const ladder = rateLadderOf({ prices: named, contextTiers: [] }, null, null);
        const cost = new Float64Array(3);
        const counts = Float64Array.from(usage);
        const status = charge(ladder, counts, cost);
        const charged = chargeLarge(ladder, counts);
        // An oracle in units of 10^-40 dollars, rounded by hand.
        const products = usage.map((tokens, index) => {
          const { units, scale } = shiftDecimal(
            unitPrices[index] ?? { units: 0n, scale: 0 },
            index < OUTPUT_END ? -6 : 0,
          );
          return BigInt(tokens) * units * 10n ** BigInt(40 - scale);
        });
        const rounded = (from: number, to: number): bigint => {
          const sum = products.slice(from, to).reduce((all, one) => all + one, 0n);
          const unit = 10n ** 28n;
          const [down, rest] = [sum / unit, sum % unit];
          return rest * 2n > unit || (rest * 2n === unit && down % 2n === 1n) ? down + 1n : down;
        };
        const expected = [rounded(0, INPUT_END), rounded(INPUT_END, OUTPUT_END), rounded(0, BUCKET_COUNT)];
        expect([charged.inputPico, charged.outputPico, charged.totalPico]).toEqual(expected);
        expect(charged.isRounded).toBe(status === "large" ? charged.isRounded : status === "rounded");
        if (status === "large") large += 1;
        else expect([...cost].map(BigInt)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
    expect(large).toBeGreaterThan(0);
  });

  it("leaves its safe numbers in time", () => {
    const ladder = rateLadderOf(
      { prices: { inputUncached: { units: 1_000_000n, scale: 0 } }, contextTiers: [] },
      null,
      null,
    );
    const counts = new Float64Array(BUCKET_COUNT);
    const cost = new Float64Array(3);
    counts[0] = 9_007; // times 10^12 pico-dollars
    expect(charge(ladder, counts, cost)).toBe("charged");
    counts[0] = 9_008;
    expect(charge(ladder, counts, cost)).toBe("large");
    expect(chargeLarge(ladder, counts).totalPico).toBe(parseUsd("9008"));
    expect(chargeLarge(ladder, counts).totalPico).toBeLessThan(MAX_PICO_USD);
  });
});
