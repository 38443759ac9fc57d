import { describe, expect, it } from "vitest";
import { hasContext, raisedByContext } from "./context-words.ts";

const isBefore = (before: string, ...words: readonly string[]): boolean => hasContext(before, before.length, words);

describe("a context word", () => {
  it.each([
    ["alone", "my ssn ", "ssn"],
    ["in the plural", "our ssns: ", "ssn"],
    ["as a part in camel case", "userSSN=", "ssn"],
    ["before a part in camel case", "SSNOfUser=", "ssn"],
    ["as a part of a name", "user_ssn: ", "ssn"],
    ["at the beginning of a word", "phones ", "phone"],
    ["at the end of a word", "cellphone ", "phone"],
    ["within a word, when it is long", "mypassportnumberis", "passport"],
    ["within a word of a script without capitals", "주민등록번호는 ", "등록번호"],
    ["as a phrase", "his tax id: ", "tax id"],
    ["as a phrase with words of no meaning between", "a number of the tax, ", "number of tax"],
    ["behind five words, when those of no meaning are not counted", "passport number is hi bye hello ", "passport"],
  ])("counts %s", (_label, before, word) => expect(isBefore(before, word)).toBe(true));

  it.each([
    ["within a word, when it is short", "className ", "ssn"],
    ["at the end of another word, when it is short", "Martin ", "tin"],
    ["at the beginning of another word, when it is short", "since ", "sin"],
    ["as half a phrase", "id ", "tax id"],
    ["behind more than five words", "ssn one two three four five ", "ssn"],
    ["of nothing but punctuation", "a # ", "#"],
  ])("does not count %s", (_label, before, word) => expect(isBefore(before, word)).toBe(false));

  it("adds 0.35 and lifts to at least 0.4, at most 1", () => {
    const raised = (score: number): number => raisedByContext("ssn 1", { start: 4, end: 5, score }, ["ssn"]);
    expect([0.01, 0.05, 0.3, 0.9].map((score) => Math.round(raised(score) * 100))).toEqual([40, 40, 65, 100]);
  });
});
