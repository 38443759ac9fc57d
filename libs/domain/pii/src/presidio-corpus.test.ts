import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "@parapet/detection";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";
import { findPii, recognizers } from "./index.ts";
import type { PhoneLeniency } from "./phone-leniency.ts";

interface ExpectedSpan {
  readonly start: number;
  readonly end: number;
  readonly score_min: number | null;
  readonly score_max: number | null;
}

interface CorpusCase {
  readonly recognizer: string;
  readonly entity: string;
  readonly text: string;
  readonly config?: { readonly supported_regions: readonly string[]; readonly leniency: number };
  readonly expected: readonly ExpectedSpan[];
}

interface ValidatorCase {
  readonly recognizer: string;
  readonly text: string;
  readonly result: boolean | null;
}

interface ContextCase {
  readonly entity: string;
  readonly text: string;
}

const fixtures = fixturesFolder();
const leniencies: readonly PhoneLeniency[] = ["possible", "valid", "strict_grouping", "exact_grouping"];
/** What the context cases call otherwise. */
const entityNames: Readonly<Record<string, string>> = { FIN: "SG_NRIC_FIN" };

function readLines(file: string): readonly string[] {
  return fixtures === null
    ? []
    : readFileSync(join(fixtures, "pii", file), "utf8")
        .trim()
        .split("\n");
}

const corpus = readLines("presidio_cases.jsonl").map((line): CorpusCase => JSON.parse(line));

/** What the recognizer of one entity alone finds, however unlikely. */
function findAlone(entity: string, text: string, config?: CorpusCase["config"]): readonly Finding[] {
  const phone = config && { regions: config.supported_regions, phoneLeniency: leniencies[config.leniency] };
  return findPii(text, { entities: [entity], minScore: 0, ...phone });
}

/** The corpus' scores are without context, so those above the range are compared without the text before. */
function hasExpectedScore({ entity, text, config }: CorpusCase, { start, end, score_min, score_max }: ExpectedSpan) {
  const scores = [text, text.slice(start, end)].flatMap((searched) =>
    findAlone(entity, searched, config).map(({ score }) => score),
  );
  return scores.some((score) => score >= (score_min ?? 0) - 1e-9 && score <= (score_max ?? 1) + 1e-9);
}

function spansOf(spans: readonly { readonly start: number; readonly end: number }[]): string {
  return spans.map(({ start, end }) => `${start}-${end}`).join(" ");
}

/** What is wrong with a case's answer, or null. */
function missOf(corpusCase: CorpusCase): string | null {
  const { entity, text, config, expected } = corpusCase;
  const found = spansOf(findAlone(entity, text, config));
  if (found !== spansOf(expected))
    return `${entity} ${JSON.stringify(text)}: ${spansOf(expected)} is found as ${found}`;
  const unlikely = expected.filter((span) => !hasExpectedScore(corpusCase, span));
  return unlikely.length === 0 ? null : `${entity} ${JSON.stringify(text)}: score of ${spansOf(unlikely)}`;
}

/** The corpus' recognizer of an entity by the name of its class. */
function validatorOf(recognizer: string): ((match: string) => boolean | null) | undefined {
  const entity = corpus.find((corpusCase) => corpusCase.recognizer === recognizer)?.entity;
  return recognizers.find((known) => known.entity === entity)?.validate;
}

describe.skipIf(fixtures === null)(suiteName("on Presidio's own cases", fixturesAvailability()), () => {
  it("finds the same spans in at least 99.5 % of them", () => {
    const misses = corpus.map(missOf).filter((miss) => miss !== null);
    expect(corpus.length).toBeGreaterThan(900);
    expect(misses.length / corpus.length, misses.join("\n")).toBeLessThanOrEqual(0.005);
  });

  it("proves and disproves the same values in all of them", () => {
    const cases = readLines("presidio_validator_cases.jsonl").map((line): ValidatorCase => JSON.parse(line));
    const misses = cases.filter(({ recognizer, text, result }) => validatorOf(recognizer)?.(text) !== result);
    expect(cases.length).toBeGreaterThan(100);
    expect(misses).toEqual([]);
  });

  it("raises the score by context in all of them", () => {
    const cases = readLines("presidio_context_cases.jsonl").map((line): ContextCase => JSON.parse(line));
    const misses = cases.filter(({ entity, text }) => {
      const [finding] = findAlone(entityNames[entity] ?? entity, text);
      const value = text.slice(finding?.start, finding?.end);
      const [alone] = findAlone(entityNames[entity] ?? entity, value);
      return finding === undefined || finding.score <= (alone?.score ?? 0);
    });
    expect(cases.length).toBeGreaterThan(15);
    expect(misses).toEqual([]);
  });
});
