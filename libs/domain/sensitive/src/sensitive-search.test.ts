import type { Finding } from "@parapet/detection";
import { fixturesAvailability, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { defaultSensitivePolicy, SensitiveSearch } from "./index.ts";
import { corpusTexts, hostileTexts, literals } from "./testing/hostile-texts.ts";
import { plantedValues } from "./testing/planted-values.ts";
import { referenceFindings } from "./testing/reference-search.ts";

const search = new SensitiveSearch();
/** Texts that are tried; PARAPET_SENSITIVE=long makes it a matter of minutes. */
const numRuns = process.env["PARAPET_SENSITIVE"] === "long" ? 20_000 : 400;

function written(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ entity, start, end, score }) => `${entity} ${start}-${end} ${score}`);
}

function expectSameAsReference(text: string): void {
  expect(written(search.find(text)), JSON.stringify(text.slice(0, 200))).toEqual(written(referenceFindings(text)));
}

/** Texts, so many at a time. */
function joined(texts: readonly string[], count: number, separator: string): readonly string[] {
  return Array.from({ length: Math.ceil(texts.length / count) }, (_, index) =>
    texts.slice(index * count, (index + 1) * count).join(separator),
  );
}

describe("the search in windows finds what each part finds in the whole text", () => {
  describe.skipIf(corpusTexts.length === 0)(suiteName("of a corpus", fixturesAvailability()), () => {
    it("text by text, and several in one", () => {
      const several = [joined(corpusTexts, 10, " and "), joined(corpusTexts, 7, "\n"), joined(corpusTexts, 1_000, " ")];
      for (const text of [...corpusTexts, ...several.flat()]) expectSameAsReference(text);
    });
  });

  it("of values beside each other, and of literals alone", () => {
    const values = plantedValues(5).map(({ value }) => value);
    for (const separator of [" ", "", ", ", "\n", "/"]) {
      for (const text of joined(values, 6, separator)) expectSameAsReference(text);
      expectSameAsReference(literals.join(separator));
    }
  });

  it("of random texts made of all that leads to a part", { timeout: 600_000 }, () => {
    fc.assert(fc.property(hostileTexts, expectSameAsReference), { numRuns });
  });

  it("of one text after another, whatever the one before was", () => {
    fc.assert(
      fc.property(hostileTexts, hostileTexts, (before, text) => {
        const fresh = written(new SensitiveSearch().find(text));
        search.find(before);
        expect(written(search.find(text))).toEqual(fresh);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a policy", () => {
  const text = "jane.doe@example.com wrote to bob@example.org about E-10442 from 198.51.100.7";

  function found(policy: Partial<typeof defaultSensitivePolicy>): readonly string[] {
    const findings = new SensitiveSearch({ ...defaultSensitivePolicy, ...policy }).find(text);
    return findings.map(({ entity, start, end }) => `${entity}:${text.slice(start, end)}`);
  }

  it("may name the entities that are looked for", () => {
    expect(found({ entities: ["IP_ADDRESS"] })).toEqual(["IP_ADDRESS:198.51.100.7"]);
  });

  it("may leave out detectors", () => {
    expect(found({ detectors: ["secrets"] })).toEqual([]);
  });

  it("may allow values and deny others", () => {
    const policy = { allow: ["bob@example.org"], deny: { CODE_NAME: ["wrote"] } };
    expect(found(policy)).toEqual(["EMAIL_ADDRESS:jane.doe@example.com", "CODE_NAME:wrote", "IP_ADDRESS:198.51.100.7"]);
  });

  it("may bring recognizers of its own", () => {
    const employee = { entity: "EMPLOYEE_ID", patterns: [{ expression: String.raw`\bE-\d{5}\b`, score: 0.9 }] };
    expect(found({ recognizers: [employee] })).toContain("EMPLOYEE_ID:E-10442");
  });

  it("may ask for surer findings alone", () => {
    expect(found({ minScore: 0.9 })).not.toContain("IP_ADDRESS:198.51.100.7");
  });
});
