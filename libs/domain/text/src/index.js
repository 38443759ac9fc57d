export { codePointOffsets, countCodePoints } from "./code-point-offsets.js";
export { normaliseForModel } from "./normalise-for-model.js";
export { maxMeasuredLength, textFeatures } from "./text-features.js";
//# sourceMappingURL=index.js.map
