export { chooseEvidence, indexEvidence } from "./choose-evidence.ts";
export { lexicalFeatureNames, lexicalFeatures } from "./lexical-features.ts";
export { matcherOf, matchKinds } from "./match-kind.ts";
export { sentencesOf } from "./sentences-of.ts";
export { hasDigit, isCapitalised, isContentWord, stemOf, wordsOf } from "./words-of.ts";
export type { EvidenceIndex, EvidenceSentence } from "./choose-evidence.ts";
export type { MatchKind } from "./match-kind.ts";
export type { SentenceRange } from "./sentences-of.ts";
export type { Word } from "./words-of.ts";
