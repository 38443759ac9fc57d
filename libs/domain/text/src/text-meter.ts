import { asciiClasses, characterClass, classOf, lowerCaseOf } from "./character-classes.ts";
import { complexityOfCounts } from "./complexity-of.ts";
import { meanings, SentimentScore } from "./sentiment-of.ts";
import { maxMeasuredLength, textFeatures, type TextFeatures } from "./text-features.ts";
import { NO_SLOT, Vocabulary, type WordHashes } from "./vocabulary.ts";

const FIRST_SEED = 0x811c_9dc5 | 0;
const SECOND_SEED = 0x9e37_79b9 | 0;
const FIRST_FACTOR = 0x0100_0193;
const SECOND_FACTOR = 0x5bd1_e995;
const APOSTROPHE = 0x27;
const BLANK = 0x20;
const { word: WORD, han: HAN, space: SPACE, lineFeed: LINE_FEED, terminal: TERMINAL } = characterClass;
const { fullStop: FULL_STOP, apostrophe: APOSTROPHES, odd: ODD } = characterClass;

/** A word of which the first units are read. */
interface BegunWord {
  readonly at: number;
  readonly end: number;
  readonly first: number;
  readonly second: number;
  readonly units: number;
}

/** Lower case of the bytes that are of words by themselves, 0 for all others. */
const asciiWordUnits = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 && classOf(byte) === WORD ? lowerCaseOf(byte) : 0,
);
/** Bytes other than these that a word may go on with. */
const mayContinueWord = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte >= 0x80 || byte === APOSTROPHE));

const meaningList = [...meanings.values()];
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

  readonly #vocabulary = new Vocabulary([...meanings.keys()].map(hashesOf));
  readonly #score = new SentimentScore();
  /** UTF-16 units of all words, and what was read of sentences. */
  #wordUnits = 0;
  #sentences = 0;
  #hasContent = false;
  #mayEnd = false;
  /** The code point that `#decode` read, and where the next one begins. */
  #codePoint = 0;
  #next = 0;
  #isOdd = false;

  /** Measures the text in `[at, end)`, which must be valid UTF-8. */
  measure(bytes: Uint8Array, at: number, end: number): void {
    if (end - at > maxMeasuredLength || !this.#read(bytes, at, end)) {
      Object.assign(this, textFeatures(utf8.decode(bytes.subarray(at, end))));
      return;
    }
    this.sentiment = this.#score.value();
    this.complexity = complexityOfCounts(this.#wordUnits, this.words, Math.max(1, this.#sentences));
  }

  /** False for a text that needs the rules of whole strings. */
  #read(bytes: Uint8Array, at: number, end: number): boolean {
    this.#start(end - at);
    let index = at;
    while (index < end) {
      const byte = bytes[index] ?? 0;
      if (byte === BLANK && !this.#mayEnd) index += 1;
      else if (byte < 0x80 ? asciiClasses[byte] === WORD : this.#classAt(bytes, index) === WORD) {
        this.#hasContent = true;
        this.#mayEnd = false;
        index = this.#readWord(bytes, index, end);
        if (this.#isOdd) return false;
      } else if (byte < 0x80) {
        this.#readMark(asciiClasses[byte] ?? 0);
        index += 1;
      } else {
        index = this.#readWideMark(bytes, index);
        if (this.#isOdd) return false;
      }
    }
    if (this.#hasContent) this.#sentences += 1;
    return true;
  }

  #start(bytes: number): void {
    this.chars = bytes;
    this.words = 0;
    this.unique_words = 0;
    this.#wordUnits = 0;
    this.#sentences = 0;
    this.#hasContent = false;
    this.#mayEnd = false;
    this.#isOdd = false;
    this.#vocabulary.startText();
    this.#score.start();
  }

  /** Reads what is no word, as far as sentences go. */
  #readMark(kind: number): void {
    if (kind === SPACE || kind === LINE_FEED) {
      if (kind === LINE_FEED || this.#mayEnd) this.#endSentence();
    } else if (kind === TERMINAL) {
      this.#mayEnd = true;
      return;
    } else if (kind === FULL_STOP) {
      this.#hasContent ||= this.#mayEnd;
      this.#endSentence();
    } else this.#hasContent = true;
    this.#mayEnd = false;
  }

  #endSentence(): void {
    if (this.#hasContent) this.#sentences += 1;
    this.#hasContent = false;
  }

  /** Reads a character of several bytes that begins no word of letters. */
  #readWideMark(bytes: Uint8Array, index: number): number {
    const kind = this.#classAt(bytes, index);
    this.chars -= this.#next - index - 1;
    if (kind === ODD) this.#isOdd = true;
    else if (kind === HAN) this.#readHan();
    else this.#readMark(kind);
    return this.#next;
  }

  #readHan(): void {
    const unit = lowerCaseOf(this.#codePoint);
    this.#hasContent = true;
    this.#mayEnd = false;
    this.#endWord(Math.imul(FIRST_SEED ^ unit, FIRST_FACTOR), Math.imul(SECOND_SEED ^ unit, SECOND_FACTOR), 1);
  }

  /** Reads the word that begins at `at`; answers where what follows it begins. */
  #readWord(bytes: Uint8Array, at: number, end: number): number {
    let first = FIRST_SEED;
    let second = SECOND_SEED;
    let index = at;
    // Most words are ASCII letters to their end: nothing but two hashes is kept of them.
    for (; index < end; index += 1) {
      const byte = bytes[index] ?? 0;
      const unit = asciiWordUnits[byte] ?? 0;
      if (unit === 0) break;
      first = Math.imul(first ^ unit, FIRST_FACTOR);
      second = Math.imul(second ^ unit, SECOND_FACTOR);
    }
    if (index < end && mayContinueWord[bytes[index] ?? 0] === 1) {
      return this.#readOddWord(bytes, { at: index, end, first, second, units: index - at });
    }
    this.#endWord(first, second, index - at);
    return index;
  }

  /** Reads on in a word with an apostrophe, or a letter beyond ASCII. */
  #readOddWord(bytes: Uint8Array, word: BegunWord): number {
    let { at: index, first, second, units } = word;
    while (index < word.end) {
      const kind = this.#classAt(bytes, index);
      const next = this.#next;
      let unit = lowerCaseOf(this.#codePoint);
      if (kind === APOSTROPHES && this.#continues(bytes, next, word.end)) unit = APOSTROPHE;
      else if (kind !== WORD) break;
      this.chars -= next - index - 1;
      first = Math.imul(first ^ unit, FIRST_FACTOR);
      second = Math.imul(second ^ unit, SECOND_FACTOR);
      units += 1;
      index = next;
    }
    this.#endWord(first, second, units);
    return index;
  }

  /** Whether a word goes on behind an apostrophe. */
  #continues(bytes: Uint8Array, at: number, end: number): boolean {
    if (at >= end) return false;
    const kind = this.#classAt(bytes, at);
    if (kind === ODD) this.#isOdd = true;
    return kind === WORD;
  }

  #endWord(first: number, second: number, units: number): void {
    const slot = this.#vocabulary.slotOf(first, second);
    if (slot === NO_SLOT) {
      this.#isOdd = true;
      return;
    }
    const place = this.#vocabulary.placeOf(slot);
    const meaning = place === 0 ? undefined : meaningList[place - 1];
    if (meaning !== undefined) this.#score.add(meaning, this.words);
    if (this.#vocabulary.isNew) this.unique_words += 1;
    this.words += 1;
    this.#wordUnits += units;
  }

  #classAt(bytes: Uint8Array, at: number): number {
    this.#decode(bytes, at);
    return classOf(this.#codePoint);
  }

  #decode(bytes: Uint8Array, at: number): void {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      this.#codePoint = lead;
      this.#next = at + 1;
      return;
    }
    const second = (bytes[at + 1] ?? 0) & 0x3f;
    if (lead < 0xe0) {
      this.#codePoint = ((lead & 0x1f) << 6) | second;
      this.#next = at + 2;
      return;
    }
    const third = (bytes[at + 2] ?? 0) & 0x3f;
    if (lead < 0xf0) {
      this.#codePoint = ((lead & 0x0f) << 12) | (second << 6) | third;
      this.#next = at + 3;
      return;
    }
    this.#codePoint = ((lead & 0x07) << 18) | (second << 12) | (third << 6) | ((bytes[at + 3] ?? 0) & 0x3f);
    this.#next = at + 4;
  }
}

function hashesOf(word: string): WordHashes {
  let first = FIRST_SEED;
  let second = SECOND_SEED;
  for (let index = 0; index < word.length; index += 1) {
    const unit = word.charCodeAt(index);
    first = Math.imul(first ^ unit, FIRST_FACTOR);
    second = Math.imul(second ^ unit, SECOND_FACTOR);
  }
  return [first, second];
}
