export { eachNgram } from "./each-ngram.ts";
export { ngramLogit } from "./ngram-model.ts";
export type { NgramModel } from "./ngram-model.ts";
