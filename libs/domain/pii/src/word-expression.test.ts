import { describe, expect, it } from "vitest";
import { capitalExpression, trailingExpression, wordExpression } from "./word-expression.ts";

describe("expressions of words", () => {
  it.each(["AB1", "(ab1)", "x AB1.", "ñ AB1", "AB1-"])("take %s for a word", (text) => {
    expect(text.match(wordExpression("AB1"))).toHaveLength(1);
  });

  it.each(["xAB1", "AB12", "éAB1", "AB1_", "AB1é"])("do not look inside of %s", (text) => {
    expect(text.match(wordExpression("AB1"))).toBeNull();
  });

  it("take capitals only where asked to", () => {
    expect("ab1 AB1".match(capitalExpression("AB1"))).toEqual(["AB1"]);
  });

  it("may stick to the word before, not to its digits", () => {
    expect("codeAB1".match(trailingExpression("AB1"))).toEqual(["AB1"]);
    expect("5AB1 AB1x".match(trailingExpression("AB1"))).toBeNull();
  });
});
