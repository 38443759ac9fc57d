import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { itDriverLicense } from "./it/it-driver-license.ts";
import { itFiscalCode } from "./it/it-fiscal-code.ts";
import { itIdentityCard } from "./it/it-identity-card.ts";
import { itPassport } from "./it/it-passport.ts";
import { itVatCode } from "./it/it-vat-code.ts";

describe("Italian identifiers", () => {
  it.each([
    ["a tax code", itFiscalCode, "CF: RSSMRA85T10A562S", ["RSSMRA85T10A562S"]],
    ["one in small letters", itFiscalCode, "rssmra85t10a562s", ["rssmra85t10a562s"]],
    ["one of a woman", itFiscalCode, "RSSMRA85T50A562W", ["RSSMRA85T50A562W"]],
    ["one with letters for digits", itFiscalCode, "RSSMRA85T10A56NH", ["RSSMRA85T10A56NH"]],
    ["none of a 32nd", itFiscalCode, "RSSMRA85T32A562S", []],
    ["none of a month F", itFiscalCode, "RSSMRA85F10A562S", []],
    ["none without any digit", itFiscalCode, "RSSMRAURTMLARSNS", []],
    ["a licence of a province", itDriverLicense, "patente MI1234567B", ["MI1234567B"]],
    ["a licence of the central office", itDriverLicense, "U1B2C3D4FZ", ["U1B2C3D4FZ"]],
    ["none of the central office with vowels", itDriverLicense, "U1A2C3D4FZ", []],
    ["a VAT number", itVatCode, "P.IVA 07643520567", ["07643520567"]],
    ["one with its country", itVatCode, "IT07643520567", ["IT07643520567"]],
    ["one with blanks", itVatCode, "0764352 056 7", ["0764352 056 7"]],
    ["none of an office that there is not", itVatCode, "07643522004", []],
    ["none that fails", itVatCode, "07643520568", []],
    ["a passport", itPassport, "passaporto YA1234567", ["YA1234567"]],
    ["a card of paper", itIdentityCard, "AX 1234567", ["AX 1234567"]],
    ["a card of the first kind with a chip", itIdentityCard, "1234567AX", ["1234567AX"]],
    ["a card of today", itIdentityCard, "CA00000AA", ["CA00000AA"]],
    ["no card of six digits", itIdentityCard, "CA000000AA", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("is certain of a tax code with its check letter only", () => {
    expect(bestScoreOf(itFiscalCode, "RSSMRA85T10A562S")).toBe(1);
    expect(bestScoreOf(itFiscalCode, "RSSMRA85T10A562T")).toBe(0.3);
    expect(completionsOf(itFiscalCode, "RSSMRA85T10A562?", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")).toBe("S");
  });

  it("checks tax codes as the decree has it, letters by their rank among values at odd places", () => {
    const byOddValue = "BAKPLCQDREVOSFTGUHMINJWZYX";
    const byEvenValue = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const name = fc.stringMatching(/^[A-Z]{6}$/);
    const place = fc.stringMatching(/^[A-M]\d{3}$/);
    fc.assert(
      fc.property(
        name,
        digitStrings(2),
        fc.constantFrom(..."ABCDEHLMPRST".split("")),
        place,
        (who, year, month, where) => {
          const payload = `${who}${year}${month}11${where}`;
          // A digit counts as the letter of that rank: 0 as A, 9 as J.
          const ranks = Array.from(payload, (character) =>
            /\d/.test(character) ? byEvenValue.charAt(Number(character)) : character,
          );
          const values = ranks.map((letter, index) => (index % 2 === 0 ? byOddValue : byEvenValue).indexOf(letter));
          const check = byEvenValue.charAt(values.reduce((sum, value) => sum + value, 0) % 26);
          expect(completionsOf(itFiscalCode, `${payload}?`, byEvenValue)).toBe(check);
        },
      ),
    );
  });

  it("has one check digit for each VAT number", () => {
    fc.assert(
      fc.property(digitStrings(6), fc.integer({ min: 1, max: 100 }), (holder, office) => {
        expect(completionsOf(itVatCode, `1${holder}${String(office).padStart(3, "0")}?`)).toHaveLength(1);
      }),
    );
  });
});
