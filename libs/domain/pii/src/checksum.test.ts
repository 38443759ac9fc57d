import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLuhnValid, isMod97Valid } from "./checksum.ts";

const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });

describe("isLuhnValid", () => {
  it.each(["4111111111111111", "378282246310005", "79927398713", "0"])("accepts %s", (number) => {
    expect(isLuhnValid(number)).toBe(true);
  });

  it.each(["4111111111111112", "79927398710", ""])("refuses '%s'", (number) => {
    expect(isLuhnValid(number)).toBe(false);
  });

  it("lets exactly one last digit complete any number", () => {
    fc.assert(
      fc.property(digits(15), (payload) => {
        const completions = Array.from({ length: 10 }, (_, last) => isLuhnValid(payload.join("") + last));
        expect(completions.filter(Boolean)).toHaveLength(1);
      }),
    );
  });
});

describe("isMod97Valid", () => {
  it.each(["GB29NWBK60161331926819", "DE89370400440532013000", "MT84MALT011000012345MTLCAST001S"])(
    "accepts %s",
    (iban) => {
      expect(isMod97Valid(iban)).toBe(true);
    },
  );

  it("notices every change of one digit", () => {
    const iban = "DE89370400440532013000";
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const changed = (Number(iban.charAt(place)) + shift) % 10;
        expect(isMod97Valid(iban.slice(0, place) + changed + iban.slice(place + 1))).toBe(false);
      }),
    );
  });

  it("agrees with arithmetic on whole numbers", () => {
    fc.assert(
      fc.property(digits(20), (account) => {
        const number = BigInt(`${account.join("")}131400`);
        const check = String(98n - (number % 97n)).padStart(2, "0");
        expect(isMod97Valid(`DE${check}${account.join("")}`)).toBe(true);
      }),
    );
  });
});
