import { seededRandom } from "@parapet/random";
import { describe, expect, it } from "vitest";

import { logNormal, randomHex } from "./random-values.ts";

describe("the random values of the demo", () => {
  it("lie below the median as often as above it", () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 10_000 }, () => logNormal(random, 45, 0.6));
    expect(Math.min(...values)).toBeGreaterThan(0);
    // Five standard deviations of 5,000 in 10,000.
    expect(Math.abs(values.filter((value) => value < 45).length - 5_000)).toBeLessThan(250);
  });

  it("keep to the median without a spread", () => {
    expect(logNormal(seededRandom(1), 45, 0)).toBe(45);
  });

  it.each([4, 8, 16])("are ids of %i bytes in lower-case hex", (bytes) => {
    expect(randomHex(seededRandom(2), bytes)).toMatch(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
  });

  it("are never an id of zeros, which OpenTelemetry calls invalid", () => {
    expect(randomHex(() => 0, 4)).toBe("01000000");
  });
});
