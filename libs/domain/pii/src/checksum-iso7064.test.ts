import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMod1110Valid } from "./checksum-iso7064.ts";
import { digitStrings } from "./testing/arbitrary-identifiers.ts";

describe("isMod1110Valid", () => {
  it("accepts the example of the standard, 0794, with check digit 5", () => {
    expect(isMod1110Valid("07945")).toBe(true);
  });

  it.each(["07940", "5", ""])("refuses '%s'", (digits) => {
    expect(isMod1110Valid(digits)).toBe(false);
  });

  it("lets exactly one last digit complete any number", () => {
    fc.assert(
      fc.property(digitStrings(10), (payload) => {
        const completions = Array.from({ length: 10 }, (_, last) => isMod1110Valid(payload + last));
        expect(completions.filter(Boolean)).toHaveLength(1);
      }),
    );
  });
});
