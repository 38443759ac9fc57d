import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Kinds of passports: diplomatic, travel certificate, multiple, official, resident, single. */
const kind = "[DGMORS]";

/** Passports: a kind, three digits, a letter, four digits since 2021; a kind and eight digits before (MOFA Korea). */
export const krPassport = patternRecognizer({
  entity: "KR_PASSPORT",
  country: "kr",
  patterns: [
    {
      name: "since_2021",
      expression: new RegExp(String.raw`\b${kind}\d{3}[A-Z]\d{4}\b`, "gi"),
      score: 0.1,
      digits: 7,
      row: 4,
      longest: 11,
      isGlued: true,
    },
    {
      name: "before_2021",
      expression: new RegExp(String.raw`\b${kind}\d{8}\b`, "gi"),
      score: 0.05,
      digits: 8,
      row: 8,
      longest: 11,
      isGlued: true,
    },
  ],
  contextWords: ["passport", "여권", "여권번호"],
});
