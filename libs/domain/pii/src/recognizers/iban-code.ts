import { isMod97Valid } from "../checksum.ts";
import { ibanFormats } from "../iban-formats.ts";
import type { Candidate, Recognizer } from "../recognizer.ts";

/** Check digits, behind a country at the beginning of a word: the digits come first, since texts have less of them. */
const checkDigits = /(?<=\b[A-Z]{2}[ -]?)\d{2}/gi;
const separator = /[ -]/;
const alphanumeric = /[A-Za-z0-9]/;

/** An account number with single blanks or dashes anywhere, by the length and the structure of its country. */
export const ibanCode: Recognizer = {
  entity: "IBAN_CODE",
  contextWords: ["iban", "bank", "transaction"],
  parts: [
    {
      name: "country_format",
      bestScore: 1,
      digits: 2,
      row: 2,
      longest: 70,
      find: findIbans,
    },
  ],
};

function findIbans(text: string): readonly Candidate[] {
  const found: Candidate[] = [];
  checkDigits.lastIndex = 0;
  for (let digits = checkDigits.exec(text); digits !== null; digits = checkDigits.exec(text)) {
    const candidate = readIban(text, digits.index);
    if (candidate !== null) found.push(candidate);
  }
  return found;
}

/** The account number of some check digits; its country says where it ends, so words behind it do no harm. */
function readIban(text: string, checkDigitsAt: number): Candidate | null {
  const start = checkDigitsAt - (separator.test(text.charAt(checkDigitsAt - 1)) ? 3 : 2);
  const format = ibanFormats.get(text.slice(start, start + 2).toUpperCase());
  if (format === undefined) return null;
  let compact = "";
  let end = start;
  while (compact.length < format.length) {
    const isSeparated = compact !== "" && separator.test(text.charAt(end));
    const character = text.charAt(isSeparated ? end + 1 : end);
    if (!alphanumeric.test(character)) return null;
    compact += character;
    end += isSeparated ? 2 : 1;
  }
  const upper = compact.toUpperCase();
  const isOneCase = compact === upper || compact === compact.toLowerCase();
  const isIban =
    isOneCase && !alphanumeric.test(text.charAt(end)) && format.structure.test(upper) && isMod97Valid(upper);
  return isIban ? { start, end, score: 1 } : null;
}
