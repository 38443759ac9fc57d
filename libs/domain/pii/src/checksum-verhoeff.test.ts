import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isVerhoeffValid } from "./checksum-verhoeff.ts";
import { digitStrings } from "./testing/arbitrary-identifiers.ts";

function completed(payload: string): string {
  return Array.from({ length: 10 }, (_, last) => payload + last).find(isVerhoeffValid) ?? "";
}

describe("isVerhoeffValid", () => {
  it.each(["2363", "123451", "84736430954837284567892"])("accepts %s", (digits) => {
    expect(isVerhoeffValid(digits)).toBe(true);
  });

  it.each(["2364", ""])("refuses '%s'", (digits) => {
    expect(isVerhoeffValid(digits)).toBe(false);
  });

  it("sees every wrong digit and every swap of neighbours", () => {
    const place = fc.nat(10);
    fc.assert(
      fc.property(digitStrings(11), place, fc.integer({ min: 1, max: 9 }), (payload, at, shift) => {
        const digits = completed(payload);
        const wrong = (Number(digits.charAt(at)) + shift) % 10;
        expect(isVerhoeffValid(digits.slice(0, at) + wrong + digits.slice(at + 1))).toBe(false);
        const [left, right] = [digits.charAt(at), digits.charAt(at + 1)];
        const swapped = digits.slice(0, at) + right + left + digits.slice(at + 2);
        expect(isVerhoeffValid(swapped)).toBe(left === right);
      }),
    );
  });
});
