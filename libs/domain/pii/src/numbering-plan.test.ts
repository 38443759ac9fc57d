import fc from "fast-check";
import {
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { needsPrefix, numberingPlans, type NumberingPlan } from "./numbering-plan.ts";

const digit = fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
const anyDigits = fc.string({ unit: digit, minLength: 5, maxLength: 15 });
/** Numbers of most plans have nine or ten digits, and the library takes their prefix for granted. */
const likelyDigits = fc.string({ unit: digit, minLength: 9, maxLength: 10 });

interface Dialled {
  readonly region: CountryCode;
  readonly digits: string;
  readonly plan: NumberingPlan;
  readonly number: PhoneNumber;
}

/** Checks what the library reads in digits that are dialled in some country. */
function expectOfDialled(isAsExpected: (dialled: Dialled) => void): void {
  fc.assert(
    fc.property(fc.constantFrom(...getCountries()), fc.oneof(anyDigits, likelyDigits), (region, digits) => {
      const plan = numberingPlans.get(region);
      const number = parsePhoneNumberFromString(digits, { defaultCountry: region, extract: false });
      expect(plan, region).toBeDefined();
      if (plan !== undefined && number !== undefined) isAsExpected({ region, digits, plan, number });
    }),
    { numRuns: 5_000 },
  );
}

describe("a numbering plan", () => {
  it("matches all that is dialled for a valid number of its country", () => {
    expectOfDialled(({ region, digits, plan, number }) => {
      const isOwn = number.countryCallingCode === getCountryCallingCode(region);
      if (isOwn && number.isValid() && number.ext === undefined) expect(plan.dialled?.test(digits) ?? true).toBe(true);
    });
  });

  it("has a head wherever something is no part of the number", () => {
    expectOfDialled(({ digits, plan, number }) => {
      if (number.nationalNumber !== digits) expect(plan.head.test(digits)).toBe(true);
    });
  });

  it("says which numbers are written with a prefix", () => {
    expectOfDialled(({ digits, plan, number }) => {
      if (number.nationalNumber !== digits) return;
      const written = number.formatNational({ nationalPrefix: false }).replaceAll(/\D/g, "");
      expect(needsPrefix(plan, digits)).toBe(written !== digits);
    });
  });

  it.each([
    { region: "DE", digits: "3012345678", needs: true },
    { region: "FR", digits: "536904399", needs: true },
    { region: "US", digits: "2125550199", needs: false },
    { region: "CA", digits: "4165550199", needs: false },
    { region: "ES", digits: "912345678", needs: false },
  ])("of $region writes $digits with a prefix: $needs", ({ region, digits, needs }) => {
    const plan = numberingPlans.get(region);
    expect(plan && needsPrefix(plan, digits)).toBe(needs);
  });
});
