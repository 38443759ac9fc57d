import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Characters of entities that are neither businesses nor companies, each counted by its place. */
const characters = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
const otherWeights = [4, 3, 5, 3, 10, 2, 2, 5, 7];

/** Kinds of numbers: how one looks, its weights, and the check letters by the remainder by eleven. */
const digitKinds = [
  { structure: /^\d{8}[A-Z]$/, weights: [10, 4, 9, 3, 8, 2, 7, 1], letters: "XMKECAWLJDB" },
  { structure: /^(?:19|20)\d{7}[A-Z]$/, weights: [10, 8, 6, 4, 9, 7, 5, 3, 1], letters: "ZKCMDNERGWH" },
];
const otherStructure = /^[RST]\d{2}[A-Z]{2}\d{4}[A-Z]$/;

/**
 * Unique Entity Number of a business (eight digits), a local company (year and five digits) or another entity (`T`, `S`
 * or `R` for the century, year, kind, four digits), then a check letter (ACRA, "Understanding UEN").
 */
export const sgUen = patternRecognizer({
  entity: "SG_UEN",
  country: "sg",
  patterns: [
    {
      name: "business_or_company",
      expression: wordExpression(String.raw`\d{8}[A-Z]|(?:19|20)\d{7}[A-Z]`),
      score: 0.3,
      digits: 8,
      isGlued: true,
      row: 8,
      longest: 14,
    },
    {
      name: "other_entity",
      expression: wordExpression(String.raw`[RST]\d{2}[A-Z]{2}\d{4}[A-Z]`),
      score: 0.3,
      digits: 6,
      isGlued: true,
      row: 4,
      longest: 14,
    },
  ],
  validate: isUen,
  contextWords: ["uen", "unique entity number", "business registration", "acra"],
});

function isUen(match: string): boolean {
  const number = match.toUpperCase();
  if (otherStructure.test(number)) return otherCheckOf(number) === number.at(-1);
  const kind = digitKinds.find(({ structure }) => structure.test(number));
  return kind !== undefined && kind.letters.charAt(weightedSum(number, kind.weights) % 11) === number.at(-1);
}

function otherCheckOf(number: string): string {
  const sum = otherWeights.reduce(
    (total, weight, place) => total + weight * characters.indexOf(number.charAt(place)),
    0,
  );
  return characters.charAt((sum + 6) % 11);
}
