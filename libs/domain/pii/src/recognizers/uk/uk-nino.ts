import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Prefixes that are not issued, or are used for administration: HMRC, National Insurance Manual NIM39110. */
const prefix = "(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]";

/** National Insurance numbers. A blank between a word and the number belongs to it, as in Presidio. */
export const ukNino = patternRecognizer({
  entity: "UK_NINO",
  country: "uk",
  patterns: [
    {
      name: "number",
      expression: new RegExp(String.raw`\b ?(?<![A-Z0-9_])${prefix} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b`, "gi"),
      score: 0.5,
      digits: 6,
      row: 2,
      longest: 16,
    },
  ],
  contextWords: ["national insurance", "ni number", "nino"],
});
