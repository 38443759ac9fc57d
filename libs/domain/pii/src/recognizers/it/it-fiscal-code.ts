import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Letters that stand for the digits 0 to 9 where two people would have one code ("omocodia"). */
const digitLetters = "LMNPQRSTUV";
const digit = String.raw`[\d${digitLetters}]`;

/** What characters at the first, third … place count; those between count their digit, or 0 for A to 25 for Z. */
const oddValues: Readonly<Record<string, number>> = Object.fromEntries(
  [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23].flatMap(
    (value, index) =>
      [String.fromCharCode(65 + index), ...(index < 10 ? [String(index)] : [])].map((character) => [character, value]),
  ),
);

/** Sixteen characters: name, year, month, day (women: and 40), place of birth, check letter. */
const structure = String.raw`[A-Z]{6}${digit}{2}[ABCDEHLMPRST]${digit}{2}[A-MZ]${digit}{3}[A-Z]`;
const wholeCode = new RegExp(`^${structure}$`);

/** The tax code of a person (Decreto del Ministero delle Finanze 23 December 1976). A failing check leaves it unproven. */
export const itFiscalCode = patternRecognizer({
  entity: "IT_FISCAL_CODE",
  country: "it",
  patterns: [
    {
      name: "code",
      expression: wordExpression(String.raw`(?=[A-Z]{6,14}\d)${structure}`),
      score: 0.3,
      digits: 1,
      isGlued: true,
      longest: 20,
    },
  ],
  validate: isFiscalCode,
  invalidate: (match) => !hasDayOfBirth(match.toUpperCase()),
  contextWords: ["codice fiscale", "cod fiscale", "fiscale", "cf", "c f", "tax code"],
});

function isFiscalCode(match: string): boolean | null {
  const code = match.toUpperCase();
  if (!wholeCode.test(code)) return false;
  const sum = Array.from(code.slice(0, 15)).reduce(
    (total, character, index) => total + (index % 2 === 0 ? (oddValues[character] ?? 0) : evenValue(character)),
    0,
  );
  return String.fromCharCode(65 + (sum % 26)) === code.at(-1) ? true : null;
}

function evenValue(character: string): number {
  const value = Number.parseInt(character, 36);
  return value > 9 ? value - 10 : value;
}

function hasDayOfBirth(code: string): boolean {
  const day = Number(Array.from(code.slice(9, 11), plainDigit).join(""));
  return (day >= 1 && day <= 31) || (day >= 41 && day <= 71);
}

function plainDigit(character: string): string {
  const value = digitLetters.indexOf(character);
  return value === -1 ? character : String(value);
}
