import { describe, expect, it } from "vitest";

import { parseThreshold } from "./parse-threshold.ts";

describe("a threshold on the command line", () => {
  it.each([
    ["0", 0],
    ["0.75", 0.75],
    ["1", 1],
  ])("of %s is a number", (written, expected) => {
    expect(parseThreshold(written)).toBe(expected);
  });

  it.each(["abc", "", " ", "0,5", "NaN", "1.1", "-0.1"])("of %j is refused", (written) => {
    expect(() => parseThreshold(written)).toThrow("--threshold must be a number from 0 to 1");
  });
});
