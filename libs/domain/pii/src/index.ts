export { applyOperators } from "./apply-operators.ts";
export { defaultMinScore, findPii } from "./find-pii.ts";
export { patternRecognizer } from "./pattern-recognizer.ts";
export { recognizers } from "./recognizers.ts";
export type { Redacted } from "./apply-operators.ts";
export type { Operator, OperatorTable } from "./operator.ts";
export type { PiiOptions } from "./find-pii.ts";
export type { Candidate, Reach, Recognizer, RecognizerOptions, RecognizerPart } from "./recognizer.ts";
export type { Pattern, PatternRecognizerData } from "./pattern-recognizer.ts";
