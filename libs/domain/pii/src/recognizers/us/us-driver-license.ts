import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Letters and digits as the states issue them: AAMVA's list of licence formats by jurisdiction. */
const stateFormats = [
  "[A-Z][0-9]{4,14}",
  "[A-Z][0-9]{18}",
  "[A-Z][0-9]{6}R",
  "[A-Z]{2}[0-9]{3,7}",
  "[A-Z]{2}[0-9]{6}[A-Z]",
  "[A-Z]{3}[0-9]{6}",
  "[A-Z][0-9][A-Z][0-9][A-Z]",
  "[0-9]{2}[A-Z]{3}[0-9]{5}",
  "[0-9]{3}[A-Z][0-9]{6}",
  "[0-9]{3}[A-Z]{2}[0-9]{4}",
  "[0-9]{7,9}[A-Z]",
  "[0-9]{8}[A-Z]{2}",
].join("|");

/** Driver's licences of the states. No state's number has a check digit that is public, so words before must tell. */
export const usDriverLicense = patternRecognizer({
  entity: "US_DRIVER_LICENSE",
  country: "us",
  patterns: [
    {
      name: "letters_and_digits",
      expression: new RegExp(String.raw`\b(?:${stateFormats})\b`, "gi"),
      score: 0.3,
      digits: 2,
      longest: 21,
      isGlued: true,
    },
    { name: "washington", expression: /\bWDL[A-Z\d]{9}\b/gi, score: 0.3, digits: 0, longest: 14, literals: ["wdl"] },
    { name: "digits", expression: /\b(?:\d{6,14}|\d{16})\b/g, score: 0.01, digits: 6, row: 6, longest: 18 },
  ],
  contextWords: ["driver", "license", "licence", "permit", "lic", "identification", "dl", "dls", "cdl", "driving"],
});
