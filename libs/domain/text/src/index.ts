export { codePointOffsets, countCodePoints } from "./code-point-offsets.ts";
export { normaliseForModel } from "./normalise-for-model.ts";
export { maxMeasuredLength, textFeatures } from "./text-features.ts";
export type { TextFeatures } from "./text-features.ts";
export { TextMeter } from "./text-meter.ts";
