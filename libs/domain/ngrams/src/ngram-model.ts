import { eachNgram } from "./each-ngram.ts";

/** A logistic regression over hashed n-grams, with weights of one byte. */
export interface NgramModel {
  /** There are 2^bits weights. */
  readonly bits: number;
  readonly bias: number;
  /** What one unit of a weight is worth. */
  readonly scale: number;
  readonly weights: Int8Array;
}

/** Log-odds of a text: the sum of its n-grams' weights over the root of their number, so that length alone says nothing. */
export function ngramLogit({ bits, bias, scale, weights }: NgramModel, text: string): number {
  let [sum, count] = [0, 0];
  eachNgram(text, bits, (bucket) => {
    sum += weights[bucket] ?? 0;
    count += 1;
  });
  return count === 0 ? bias : bias + (scale * sum) / Math.sqrt(count);
}
