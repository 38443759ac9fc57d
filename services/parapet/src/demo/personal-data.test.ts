import { findPii } from "@parapet/pii";
import { seededRandom } from "@parapet/random";
import { describe, expect, it } from "vitest";

import { personalSentence } from "./personal-data.ts";

describe("the personal sentences of the demo", () => {
  const random = seededRandom(3);
  const sentences = Array.from({ length: 300 }, () => personalSentence(random));
  const entitiesOf = (text: string): readonly string[] =>
    findPii(text).flatMap(({ entity }) => (entity === undefined ? [] : [entity]));

  it("each hold something that a recognizer finds", () => {
    expect(sentences.filter((sentence) => entitiesOf(sentence).length === 0)).toEqual([]);
  });

  it("hold every kind that is looked for", () => {
    const found = new Set(sentences.flatMap(entitiesOf));
    for (const entity of ["EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "IP_ADDRESS", "US_SSN"]) {
      expect(found).toContain(entity);
    }
  });
});
