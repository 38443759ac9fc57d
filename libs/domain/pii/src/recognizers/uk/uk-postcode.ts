import { patternRecognizer } from "../../pattern-recognizer.ts";

/**
 * The four forms of an outward code, with the letters that each place may have (Royal Mail, Programmers' Guide to PAF;
 * BS 7666): none of Q, V, X first, none of I, J, Z second.
 */
const outward = [
  "[A-PR-UWYZ][0-9]{1,2}",
  "[A-PR-UWYZ][A-HK-Y][0-9]{1,2}",
  "[A-PR-UWYZ][0-9][A-HJKPSTUW]",
  "[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]",
].join("|");
const inward = "[0-9][ABD-HJLNP-UW-Z]{2}";

export const ukPostcode = patternRecognizer({
  entity: "UK_POSTCODE",
  country: "uk",
  patterns: [
    {
      name: "postcode",
      expression: new RegExp(String.raw`\b(?:${outward}) ?${inward}\b`, "gi"),
      score: 0.1,
      digits: 2,
      longest: 10,
      isGlued: true,
    },
    // Girobank's own, from before the scheme.
    { name: "girobank", expression: /\bGIR ?0AA\b/gi, score: 0.1, digits: 1, longest: 9, literals: ["gir"] },
  ],
  contextWords: ["postcode", "post code", "postal code", "zip", "address", "delivery", "mailing", "shipping"],
});
