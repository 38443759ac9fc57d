export { detectionOf } from "./detection-of.ts";
export { encodePair, evidenceIn, MAX_EVIDENCE_TOKENS } from "./encode-pair.ts";
export { CPU_GRAPH, HALF_GRAPH, isWeightsFile } from "./graph-files.ts";
export { hubModelOptions } from "./hub-model-options.ts";
export { modelManifest } from "./model-manifest.ts";
export { openModelPack } from "./open-model-pack.ts";
export { createTextClassifier } from "./text-classifier.ts";
export { defaultWindowLimits, planWindows } from "./token-windows.ts";
export { parseTokenizer } from "./tokenizer-definition.ts";
export { createTokenizer } from "./tokenizer.ts";
export type { EncodedPair } from "./encode-pair.ts";
export type { HubModelOptions } from "./hub-model-options.ts";
export type {
  LearnedDetector,
  LearnedModel,
  MissingDetector,
  ModelAnswer,
  ModelInput,
  Verdict,
} from "./learned-model.ts";
export type { ModelManifest, PairManifest, TextManifest } from "./model-manifest.ts";
export type { ModelPack, ModelPackOptions } from "./open-model-pack.ts";
export type { Pair, PairFeatures, PairReader } from "./pair-model.ts";
export type { Call, Priority } from "./session-pool.ts";
export type {
  Classification,
  ClassifierCall,
  Outcome,
  TextClassifier,
  TextClassifierOptions,
} from "./text-classifier.ts";
export type { TextRange } from "./text-range.ts";
export type { WindowLimits } from "./token-windows.ts";
export type { Tokenizer } from "./tokenizer.ts";
