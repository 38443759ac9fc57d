import { isMod97Valid } from "../checksum.ts";
import { ibanFormats } from "../iban-formats.ts";
import type { Candidate, Recognizer } from "../recognizer.ts";

/** Country and check digits, at the beginning of a word. */
const ibanStart = /\b[A-Z]{2}[ -]?\d{2}/gi;
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
      longest: 70,
      find: (text) => Array.from(text.matchAll(ibanStart), ({ index }) => readIban(text, index)).filter(isFound),
    },
  ],
};

function isFound(candidate: Candidate | null): candidate is Candidate {
  return candidate !== null;
}

/** The account number that begins at `start`; its country says where it ends, so words behind it do no harm. */
function readIban(text: string, start: number): Candidate | null {
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
