import { complexityOfCounts } from "./complexity-of.ts";
import { meanings, sentimentOfSums } from "./sentiment-of.ts";
import { maxMeasuredLength, textFeatures, type TextFeatures } from "./text-features.ts";
import { TextReader } from "./text-reader.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Measures texts that are UTF-8 bytes: the same features as `textFeatures` of the decoded text, without a string for the
 * text or for any word. One meter is for one caller; the features of a text stand in it until the next one is measured.
 */
export class TextMeter implements TextFeatures {
  chars = 0;
  words = 0;
  unique_words = 0;
  sentiment = 0;
  complexity = 0;

  readonly #reader = new TextReader(meanings);

  /** Measures the text in `[at, end)`, which must be valid UTF-8. */
  measure(bytes: Uint8Array, at: number, end: number): void {
    if (end - at > maxMeasuredLength || !this.#reader.read(bytes, at, end)) {
      Object.assign(this, textFeatures(utf8.decode(bytes.subarray(at, end))));
      return;
    }
    const { counts, sums } = this.#reader;
    this.chars = counts[0] ?? 0;
    this.words = counts[1] ?? 0;
    this.unique_words = counts[2] ?? 0;
    this.sentiment = sentimentOfSums(sums[0] ?? 0, sums[1] ?? 0);
    this.complexity = complexityOfCounts(counts[3] ?? 0, this.words, Math.max(1, counts[4] ?? 0));
  }
}
