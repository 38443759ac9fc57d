import { writePage } from "./character-classes.ts";
import { textReaderWasm } from "./gen/text-reader-wasm.ts";
import {
  BYTES,
  CLASSES,
  KNOWN_PAGES,
  LENGTH_MASKS,
  LOWER_CASES,
  MEANING_BYTES,
  MEANING_DEGREE,
  MEANING_NEGATES,
  MEANING_WEIGHT,
  MEANINGS,
  NEEDS_PAGE,
  NEEDS_STRINGS,
  RESULT,
  RESULT_COUNTS,
  TEXT,
} from "./reader-layout.ts";
import type { WordMeaning } from "./sentiment-of.ts";

/** What is used of the engine's interface; the types of Node leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
};

const compiled = new WebAssembly.Module(Buffer.from(textReaderWasm, "base64"));
const utf8 = new TextEncoder();

/**
 * The assembly that reads texts, with tables and words of its own. What it read of the last text stands in `counts` (code
 * points, words, different words, UTF-16 units of words, sentences) and `sums` (praise and blame).
 */
export class TextReader {
  readonly counts: Int32Array;
  readonly sums: Float64Array;
  readonly #memory: Uint8Array;
  readonly #lowerCases: Uint16Array;
  readonly #read: (length: number) => number;

  constructor(meanings: ReadonlyMap<string, WordMeaning>) {
    const { memory, read, learn } = new WebAssembly.Instance(compiled).exports;
    if (!(memory instanceof WebAssembly.Memory) || !isFunction(read) || !isFunction(learn)) {
      throw new TypeError("The compiled text reader is not the one that this code is made for: compile it anew.");
    }
    this.#memory = new Uint8Array(memory.buffer);
    this.#lowerCases = new Uint16Array(memory.buffer, LOWER_CASES);
    this.counts = new Int32Array(memory.buffer, RESULT, RESULT_COUNTS);
    this.sums = new Float64Array(memory.buffer, RESULT + 4 * RESULT_COUNTS, 2);
    this.#read = read;
    this.#writeTables();
    this.#writeMeanings(meanings, learn);
  }

  /** Reads the text in `[at, end)`, valid UTF-8, if the rules of whole strings are not needed; whether it did. */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    this.#memory.set(new Uint8Array(bytes.buffer, bytes.byteOffset + at, end - at), TEXT);
    let outcome = this.#read(end - at);
    while (outcome === NEEDS_PAGE) {
      this.#writePage(this.counts[RESULT_COUNTS - 1] ?? 0);
      outcome = this.#read(end - at);
    }
    return outcome !== NEEDS_STRINGS;
  }

  #writeTables(): void {
    for (let byte = 0; byte < 256; byte += 1) this.#memory[BYTES + byte] = byte;
    for (let length = 0; length <= 16; length += 1) {
      const mask = LENGTH_MASKS + 16 * length;
      this.#memory.fill(0xff, mask, mask + length);
    }
    this.#writePage(0);
  }

  /** Characters are judged page by page, as pages are met. */
  #writePage(page: number): void {
    writePage({ classes: this.#memory.subarray(CLASSES), lowerCases: this.#lowerCases }, page);
    this.#memory[KNOWN_PAGES + page] = 1;
  }

  #writeMeanings(meanings: ReadonlyMap<string, WordMeaning>, learn: (length: number) => number): void {
    const view = new DataView(this.#memory.buffer, MEANINGS);
    let at = 0;
    for (const [word, { degree, weight, isNegation }] of meanings) {
      at += MEANING_BYTES;
      view.setFloat64(at + MEANING_DEGREE, degree, true);
      view.setFloat64(at + MEANING_WEIGHT, weight, true);
      view.setUint32(at + MEANING_NEGATES, Number(isNegation), true);
      const bytes = utf8.encode(word);
      this.#memory.set(bytes, TEXT);
      learn(bytes.length);
    }
  }
}

function isFunction(value: unknown): value is (length: number) => number {
  return typeof value === "function";
}
