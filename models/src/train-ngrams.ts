import { eachNgram, type NgramModel } from "@parapet/ngrams";
import { seededRandom, shuffled } from "@parapet/random";

/** A text to learn from; `weight` is what it counts. */
export interface NgramExample {
  readonly text: string;
  readonly label: 0 | 1;
  readonly weight: number;
}

interface NgramTraining {
  readonly bits: number;
  readonly epochs: number;
  readonly rate: number;
  readonly l2: number;
  readonly seed: number;
}

const defaults: NgramTraining = { bits: 18, epochs: 4, rate: 0.3, l2: 2e-6, seed: 11 };
const BYTE_MAX = 127;

interface Features {
  readonly buckets: Uint32Array;
  /** Each n-gram's value: one over the root of how many there are. */
  readonly value: number;
}

/** Logistic regression by AdaGrad (Duchi et al. 2011), then rounded to weights of one byte. */
export function trainNgrams(examples: readonly NgramExample[], options: Partial<NgramTraining> = {}): NgramModel {
  const training = { ...defaults, ...options };
  const learner = new Learner(training);
  const featured = examples.map((example) => ({ example, features: featuresOf(example.text, training.bits) }));
  const random = seededRandom(training.seed);
  for (let epoch = 0; epoch < training.epochs; epoch += 1) {
    for (const { example, features } of shuffled(random, featured)) learner.learn(features, example);
  }
  return learner.model();
}

function featuresOf(text: string, bits: number): Features {
  const buckets: number[] = [];
  eachNgram(text, bits, (bucket) => buckets.push(bucket));
  return { buckets: Uint32Array.from(buckets), value: 1 / Math.sqrt(Math.max(1, buckets.length)) };
}

class Learner {
  readonly #training: NgramTraining;
  readonly #weights: Float64Array;
  readonly #squares: Float64Array;
  #bias = 0;

  constructor(training: NgramTraining) {
    this.#training = training;
    this.#weights = new Float64Array(2 ** training.bits);
    this.#squares = new Float64Array(2 ** training.bits).fill(1e-8);
  }

  learn({ buckets, value }: Features, { label, weight }: NgramExample): void {
    const { rate, l2 } = this.#training;
    let logit = this.#bias;
    for (const bucket of buckets) logit += (this.#weights[bucket] ?? 0) * value;
    const error = weight * (1 / (1 + Math.exp(-logit)) - label);
    this.#bias -= 0.01 * error;
    for (const bucket of buckets) {
      const gradient = error * value + l2 * (this.#weights[bucket] ?? 0);
      const squares = (this.#squares[bucket] ?? 0) + gradient * gradient;
      this.#squares[bucket] = squares;
      this.#weights[bucket] = (this.#weights[bucket] ?? 0) - (rate * gradient) / Math.sqrt(squares + 1);
    }
  }

  model(): NgramModel {
    const greatest = this.#weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const scale = greatest / BYTE_MAX || 1;
    const weights = Int8Array.from(this.#weights, (weight) => Math.round(weight / scale));
    return { bits: this.#training.bits, bias: this.#bias, scale, weights };
  }
}
