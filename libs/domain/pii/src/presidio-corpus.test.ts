import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";
import { findPii } from "./index.ts";

interface CorpusCase {
  readonly recognizer: string;
  readonly text: string;
  readonly config?: { readonly supported_regions: readonly string[]; readonly leniency: number };
  readonly expected: readonly { readonly start: number; readonly end: number }[];
}

/** What each of the corpus' recognizers is here, and how many of its cases are missed. */
const known: readonly { readonly recognizer: string; readonly entity: string; readonly missed: number }[] = [
  { recognizer: "EmailRecognizer", entity: "EMAIL_ADDRESS", missed: 0 },
  { recognizer: "PhoneRecognizer", entity: "PHONE_NUMBER", missed: 0 },
  { recognizer: "CreditCardRecognizer", entity: "CREDIT_CARD", missed: 0 },
  // One text stands in the corpus twice, once as an IBAN and once (with another setting) as none.
  { recognizer: "IbanRecognizer", entity: "IBAN_CODE", missed: 1 },
  { recognizer: "IpRecognizer", entity: "IP_ADDRESS", missed: 0 },
  { recognizer: "UsSsnRecognizer", entity: "US_SSN", missed: 0 },
];

const fixtures = fixturesFolder();

function readLines(file: string): readonly string[] {
  return readFileSync(join(fixtures ?? "", "pii", file), "utf8")
    .trim()
    .split("\n");
}

/** Cases of leniency "valid": the others are settings of the phone library that Parapet does not offer. */
function readCases(recognizer: string): readonly CorpusCase[] {
  return readLines("presidio_cases.jsonl")
    .map((line): CorpusCase => JSON.parse(line))
    .filter((corpusCase) => corpusCase.recognizer === recognizer && (corpusCase.config?.leniency ?? 1) === 1);
}

function readContextTexts(entity: string): readonly string[] {
  return readLines("presidio_context_cases.jsonl")
    .map((line): { entity: string; text: string } => JSON.parse(line))
    .filter((contextCase) => contextCase.entity === entity)
    .map(({ text }) => text);
}

function expectedSpansOf({ expected }: CorpusCase): string {
  return expected.map(({ start, end }) => `${start}-${end}`).join(" ");
}

function spansOf({ text, config }: CorpusCase, entity: string): string {
  const regions = config === undefined ? {} : { regions: config.supported_regions };
  const findings = findPii(text, { entities: [entity], minScore: 0, ...regions });
  return findings.map(({ start, end }) => `${start}-${end}`).join(" ");
}

describe.skipIf(fixtures === null)(suiteName("on Presidio's own cases", fixturesAvailability()), () => {
  it.each(known)("$recognizer is matched span by span", ({ recognizer, entity, missed }) => {
    const cases = readCases(recognizer);
    const differing = cases.filter((corpusCase) => spansOf(corpusCase, entity) !== expectedSpansOf(corpusCase));
    expect(cases.length).toBeGreaterThan(5);
    expect(differing.length, differing.map(({ text }) => text).join("; ")).toBeLessThanOrEqual(missed);
  });

  it.each(["US_SSN", "PHONE_NUMBER"])("context words raise the score of %s", (entity) => {
    const texts = readContextTexts(entity);
    expect(texts.length).toBeGreaterThan(2);
    for (const text of texts) {
      const [finding] = findPii(text, { entities: [entity], minScore: 0 });
      const [alone] = findPii(text.slice(finding?.start, finding?.end), { entities: [entity], minScore: 0 });
      expect(finding?.score, text).toBeGreaterThan(alone?.score ?? 1);
    }
  });
});
