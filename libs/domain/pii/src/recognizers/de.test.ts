import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { deBsnr } from "./de/de-bsnr.ts";
import { deFuehrerschein } from "./de/de-fuehrerschein.ts";
import { deHandelsregister } from "./de/de-handelsregister.ts";
import { deHealthInsurance } from "./de/de-health-insurance.ts";
import { deIdCard } from "./de/de-id-card.ts";
import { deKfz } from "./de/de-kfz.ts";
import { deLanr } from "./de/de-lanr.ts";
import { dePassport } from "./de/de-passport.ts";
import { dePlz } from "./de/de-plz.ts";
import { deSocialSecurity } from "./de/de-social-security.ts";
import { deTaxId } from "./de/de-tax-id.ts";
import { deTaxNumber } from "./de/de-tax-number.ts";
import { deVatId } from "./de/de-vat-id.ts";

describe("German identifiers", () => {
  it.each([
    ["a tax identification number", deTaxId, "IdNr. 86095742719", ["86095742719"]],
    ["one in groups", deTaxId, "86 095 742 719", ["86 095 742 719"]],
    ["one with a digit three times", deTaxId, "65929970489", ["65929970489"]],
    ["none with two digits twice", deTaxId, "11223456788", []],
    ["none with a digit three times in a row", deTaxId, "11123456786", []],
    ["a tax number of Bavaria", deTaxNumber, "181/815/08155", ["181/815/08155"]],
    ["of Hamburg", deTaxNumber, "St.-Nr. 02/815/08156", ["02/815/08156"]],
    ["of Baden-Württemberg", deTaxNumber, "93815/08152", ["93815/08152"]],
    ["of Rhineland-Palatinate", deTaxNumber, "22/815/0815/4", ["22/815/0815/4"]],
    ["of North Rhine-Westphalia", deTaxNumber, "133/8150/8159", ["133/8150/8159"]],
    ["the uniform one of Berlin", deTaxNumber, "1121081508150", ["1121081508150"]],
    ["no tax number in a path", deTaxNumber, "a/181/815/08155/b", []],
    ["no tax number of a state 17", deTaxNumber, "1781508150001", []],
    ["a passport with its check digit", dePassport, "Reisepass C01X00T478", ["C01X00T478"]],
    ["no passport with vowels", dePassport, "CA1X00T47", []],
    ["an identity card with its check digit", deIdCard, "T220001293", ["T220001293"]],
    ["no identity card that fails", deIdCard, "T220001294", []],
    ["an insurance number in groups", deSocialSecurity, "65 170839 J 003", ["65 170839 J 003"]],
    ["one in small letters", deSocialSecurity, "65170839j003", ["65170839j003"]],
    ["none of a 30th of February", deSocialSecurity, "65300239J003", []],
    ["a health insurance number", deHealthInsurance, "KVNR A000500015.", ["A000500015"]],
    ["no health insurance number that fails", deHealthInsurance, "A000500016", []],
    ["a registration with a stroke", deKfz, "B-AB 1234", ["B-AB 1234"]],
    ["one of a district with an umlaut", deKfz, "Kennzeichen TÜ AB 12E", ["TÜ AB 12E"]],
    ["none inside of a word with one", deKfz, "fünfb ab 12", []],
    ["none with a leading zero", deKfz, "B AB 0123", []],
    ["a register entry", deHandelsregister, "HRA  4711", ["HRA  4711"]],
    ["no register C", deHandelsregister, "HRC 4711", []],
    ["a postal code", dePlz, "D-01067 Dresden", ["01067"]],
    ["none below 01001", dePlz, "00999 01000", []],
    ["none in a longer number", dePlz, "101155", []],
    ["a doctor", deLanr, "LANR 123456601", ["123456601"]],
    ["no doctor of zeros", deLanr, "000000000", []],
    ["a practice", deBsnr, "BSNR 381234500", ["381234500"]],
    ["no practice of association 00", deBsnr, "001234500", []],
    ["a VAT number that fails, unproven", deVatId, "DE136695977", ["DE136695977"]],
    ["no VAT number that begins with 0", deVatId, "DE012345678", []],
    ["a driving licence", deFuehrerschein, "Führerschein B072RRE2I55", ["B072RRE2I55"]],
    ["no driving licence of a letter and digits", deFuehrerschein, "B0123456789", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("says of a proven number that it is certain, of others what the format is worth", () => {
    expect(bestScoreOf(deVatId, "DE136695976")).toBe(1);
    expect(bestScoreOf(deVatId, "DE136695977")).toBe(0.5);
    expect(bestScoreOf(deIdCard, "T22000129")).toBe(0.5);
    expect(bestScoreOf(dePlz, "10115")).toBe(0.05);
  });

  it("has one check digit for each number that has one", () => {
    const letter = fc.constantFrom(...Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
    const serial = fc.constantFrom("C01X00T4", "LZ6311T4", "F1234567", "N0000000");
    fc.assert(
      fc.property(digitStrings(8), letter, days, serial, (digits, initial, [year, month, day], document) => {
        expect(completionsOf(deHealthInsurance, `${initial}${digits}?`)).toHaveLength(1);
        expect(completionsOf(deSocialSecurity, `12${day}${month}${year.slice(2)}${initial}99?`)).toHaveLength(1);
        expect(completionsOf(deVatId, `DE1${digits.slice(1)}?`)).toHaveLength(1);
        expect(completionsOf(deLanr, `9${digits.slice(0, 5)}?01`)).toHaveLength(1);
        expect(completionsOf(dePassport, `${document}?`)).toHaveLength(1);
        expect(completionsOf(deIdCard, `${document}?`)).toBe(completionsOf(dePassport, `${document}?`));
      }),
    );
  });

  it("has one check digit for a tax number of ten digits with one repeated", () => {
    const shuffled = fc.shuffledSubarray(Array.from("0123456789"), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(shuffled, fc.nat(8), (digits, repeated) => {
        fc.pre(digits[0] !== "0");
        expect(completionsOf(deTaxId, `${digits.join("")}${digits[repeated]}?`)).toHaveLength(1);
      }),
    );
  });
});
