import { MEANING_BYTES, MEANING_DEGREE, MEANING_NEGATES, MEANING_WEIGHT, MEANINGS } from "../src/reader-layout";

// The arithmetic of `sentimentOf`, which says what it is and where it comes from.

const NOWHERE: i32 = -1_000;
const NEGATION_REACH: i32 = 3;

let positive: f64 = 0;
let negative: f64 = 0;
let negationAt: i32 = NOWHERE;
let degreeAt: i32 = NOWHERE;
let degree: f64 = 1;

export function startSentiment(): void {
  positive = 0;
  negative = 0;
  negationAt = NOWHERE;
  degreeAt = NOWHERE;
}

/** Adds what the word at `place` of the meanings means; `position` counts all words of the text. */
export function addMeaning(place: u32, position: i32): void {
  const meaning = MEANINGS + <usize>place * MEANING_BYTES;
  const sign: f64 = position - negationAt <= NEGATION_REACH ? -1 : 1;
  const valence = sign * load<f64>(meaning, MEANING_WEIGHT) * (degreeAt === position - 1 ? degree : 1);
  if (valence > 0) positive += valence;
  else negative -= valence;
  if (load<u32>(meaning, MEANING_NEGATES) !== 0) negationAt = position;
  const scale = load<f64>(meaning, MEANING_DEGREE);
  if (scale === 1) return;
  degreeAt = position;
  degree = scale;
}

/** Writes the sums of praise and of blame. */
export function reportSentiment(at: usize): void {
  store<f64>(at, positive);
  store<f64>(at, negative, 8);
}
