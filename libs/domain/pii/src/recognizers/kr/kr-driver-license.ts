import { patternRecognizer } from "../../pattern-recognizer.ts";

/** The police agencies that issue licences: 11 (Seoul) to 28 (northern Gyeonggi). */
const region = "(?:1[1-9]|2[0-8])";

/** Driver's licences: region, year, six digits, a check number of two digits whose rule is not public (KoROAD). */
export const krDriverLicense = patternRecognizer({
  entity: "KR_DRIVER_LICENSE",
  country: "kr",
  patterns: [
    {
      name: "groups",
      expression: new RegExp(String.raw`\b${region}(?<separator>[- ])\d{2}\k<separator>\d{6}\k<separator>\d{2}\b`, "g"),
      score: 0.5,
      digits: 12,
      row: 6,
      longest: 17,
    },
    {
      name: "digits",
      expression: new RegExp(String.raw`\b${region}\d{10}\b`, "g"),
      score: 0.05,
      digits: 12,
      row: 12,
      longest: 14,
    },
  ],
  // A region and four groups are proof enough; twelve digits in a row are not.
  validate: (match) => (/\D/.test(match) ? true : null),
  contextWords: ["driver", "license", "licence", "운전면허", "운전면허번호", "면허번호", "면허"],
});
