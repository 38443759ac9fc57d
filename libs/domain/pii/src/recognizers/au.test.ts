import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { auAbn } from "./au/au-abn.ts";
import { auAcn } from "./au/au-acn.ts";
import { auMedicare } from "./au/au-medicare.ts";
import { auTfn } from "./au/au-tfn.ts";

describe("Australian identifiers", () => {
  it.each([
    ["a business number", auAbn, "ABN 53 004 085 616.", ["53 004 085 616"]],
    ["a business number without blanks", auAbn, "abn:83914571673", ["83914571673"]],
    ["no business number that fails", auAbn, "53 004 085 617", []],
    ["no business number over two lines", auAbn, "53 004 085\n616", []],
    ["a company number", auAcn, "ACN 004 085 616", ["004 085 616"]],
    ["a company number at the end of a business number", auAcn, "53 004 085 616", ["004 085 616"]],
    ["no company number of zeros", auAcn, "000000000", []],
    ["a tax file number", auTfn, "TFN: 123 456 782", ["123 456 782"]],
    ["no tax file number of zeros", auTfn, "000 000 000", []],
    ["a Medicare number in groups", auMedicare, "2123 45670 1", ["2123 45670 1"]],
    ["no Medicare number that begins with 7", auMedicare, "7123456751", []],
    ["no Medicare number of issue 0", auMedicare, "2123456700", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("has one check digit for each company and Medicare number", () => {
    fc.assert(
      fc.property(digitStrings(8), digitStrings(7), (company, person) => {
        fc.pre(company !== "00000000");
        expect(completionsOf(auAcn, `${company}?`)).toHaveLength(1);
        expect(completionsOf(auMedicare, `4${person}?1`)).toHaveLength(1);
      }),
    );
  });

  it("makes business numbers of company numbers by the remainder by 89", () => {
    fc.assert(
      fc.property(digitStrings(9), (company) => {
        const weights = [3, 5, 7, 9, 11, 13, 15, 17, 19];
        const sum = weights.reduce((total, weight, place) => total + weight * Number(company.charAt(place)), 0);
        expect(auAbn.validate?.(`${10 + 89 - (sum % 89)}${company}`)).toBe(true);
      }),
    );
  });

  it("knows no tax file number with one digit wrong", () => {
    for (let place = 0; place < 9; place++) {
      const template = `${"123456782".slice(0, place)}?${"123456782".slice(place + 1)}`;
      expect(completionsOf(auTfn, template)).toBe("123456782".charAt(place));
    }
  });
});
