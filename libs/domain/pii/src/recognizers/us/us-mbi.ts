import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Letters without S, L, O, I, B and Z, which look like digits. */
const letter = "[AC-HJKMNP-RT-Y]";
const either = "[0-9AC-HJKMNP-RT-Y]";

/** Medicare Beneficiary Identifier: eleven characters of fixed kinds (Centers for Medicare & Medicaid Services). */
export const usMbi = patternRecognizer({
  entity: "US_MBI",
  country: "us",
  patterns: [
    {
      name: "groups",
      expression: new RegExp(String.raw`\b[1-9]${letter}${either}\d-${letter}${either}\d-${letter}{2}\d{2}\b`, "gi"),
      score: 0.5,
      digits: 5,
      longest: 15,
      isGlued: true,
    },
    {
      name: "characters",
      expression: new RegExp(String.raw`\b[1-9]${letter}${either}\d${letter}${either}\d${letter}{2}\d{2}\b`, "gi"),
      score: 0.3,
      digits: 5,
      longest: 13,
      isGlued: true,
    },
  ],
  contextWords: ["medicare", "mbi", "beneficiary", "cms", "hicn", "subscriber"],
});
