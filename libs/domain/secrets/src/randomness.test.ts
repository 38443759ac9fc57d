import { describe, expect, it } from "vitest";
import { classChangeShare, isMixed, shannonEntropy } from "./randomness.ts";

describe("the randomness of a text", () => {
  it.each([
    ["", 0],
    ["aaaa", 0],
    ["abab", 1],
    ["abcdefgh", 3],
  ])("has in %j %d bits for each character", (text, bits) => {
    expect(shannonEntropy(text)).toBeCloseTo(bits, 10);
  });

  it.each([
    ["abcdef", 0],
    ["aBaBa", 1],
    ["user-name-2024", 1 / 11],
    ["a", 0],
    ["-./", 0],
  ])("changes class in %j at a share of %d", (text, share) => {
    expect(classChangeShare(text)).toBeCloseTo(share, 10);
  });

  it.each([
    ["a1b2", true],
    ["xKqTzWbRnM", true],
    ["getaccesstokenfromstore", false],
    ["123456", false],
  ])("is mixed in %j: %s", (text, expected) => {
    expect(isMixed(text)).toBe(expected);
  });
});
