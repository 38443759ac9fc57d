import fc from "fast-check";

import { asTags, asVariationSelectors } from "./hidden-text.ts";

const pieces = [
  "jane@example.com",
  "4111 1111",
  " ",
  "\n",
  "\r\n",
  "=",
  "%40",
  "%e2%82%ac",
  "%ff",
  "&#64;",
  "&amp;",
  String.raw`\u0040`,
  String.raw`\ud83d\ude00`,
  String.raw`\x40\xff`,
  "=40",
  "=\n",
  "amFuZUBleGFtcGxlLmNvbQ==",
  "6a616e65406578616d706c65",
  "NJQW4ZKAMV4GC3LQNRSS4Y3PNU",
  "j a n e @ x . c",
  "p4ssw0rd",
  "zl rznvy vf",
  "\u200b",
  "\u202e",
  "\u00ad",
  "\ufe0f",
  "\u0336",
  "\u0301",
  "\u{e0061}",
  asTags("jane"),
  asVariationSelectors("jane"),
  "ｊ",
  "𝐣",
  "а",
  "α",
  "。",
  "東",
  "م",
  "שׁ",
  "👨\u200d👩",
  "\ud83d",
  "\ude00",
  "\0",
];

/** Texts of all that is decoded or normalised, in any order, and of any units beside. */
export const hostileTexts = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: "binary", maxLength: 4 })), {
    maxLength: 24,
  })
  .map((parts) => parts.join(""));
