import { APOSTROPHE, HAN, ODD, WORD } from "../src/character-class";
import { DONE, NEEDS_PAGE, NEEDS_STRINGS, RESULT, TEXT } from "../src/reader-layout";
import { behind, classAt, lowerCase, missingPage, startCharacters } from "./characters";
import { countSentences, passMark, passWindow, passWord, startSentences } from "./sentences";
import { addMeaning, reportSentiment, startSentiment } from "./sentiment";
import { addMeaningOf, meet, NO_SLOT, placeOf, slotOf, startVocabulary } from "./vocabulary";
import { every, setOfBelow, setOfEqual, setOfWide, setOfWordBytes, WINDOW } from "./window";
import { asciiHash, LONG_SEED, MAX_SHORT, mixUnit, shortHash } from "./word-hash";

// Reads texts that are UTF-8, by the rules of `textFeatures`: 64 bytes at a time where they are ASCII, one character at a
// time elsewhere.

const BLANK: u32 = 0x20;
const QUOTE: u32 = 0x27;
const ASCII_END: u32 = 0x80;

let end: usize = TEXT;
let chars: i32 = 0;
let words: i32 = 0;
let uniqueWords: i32 = 0;
let wordUnits: i32 = 0;
/** Whether the text needs the rules of whole strings. */
let isOdd: bool = false;

/** Reads the `length` bytes at `TEXT`, and writes to `RESULT` what they hold. */
export function read(length: i32): i32 {
  start(length);
  let at: usize = TEXT;
  while (at < end && !isOdd && missingPage() < 0) {
    at = load<u8>(at) < ASCII_END ? readWindow(at) : readCharacter(at);
  }
  report();
  if (missingPage() >= 0) return NEEDS_PAGE;
  return isOdd ? NEEDS_STRINGS : DONE;
}

/** Gives the word of `length` bytes at `TEXT` the next of the meanings. */
export function learn(length: i32): void {
  start(length);
  readWord(TEXT);
  addMeaningOf(wordHash);
}

function start(length: i32): void {
  end = TEXT + <usize>length;
  // Windows and words are read beyond the end: what stands there is of no word, and ends none.
  for (let offset: usize = 0; offset < WINDOW + MAX_SHORT; offset += 16) v128.store(end + offset, i64x2.splat(0));
  chars = length;
  words = 0;
  uniqueWords = 0;
  wordUnits = 0;
  isOdd = false;
  startCharacters();
  startVocabulary();
  startSentences();
  startSentiment();
}

function report(): void {
  store<i32>(RESULT, chars);
  store<i32>(RESULT, words, 4);
  store<i32>(RESULT, uniqueWords, 8);
  store<i32>(RESULT, wordUnits, 12);
  store<i32>(RESULT, countSentences(), 16);
  store<i32>(RESULT, missingPage(), 20);
  reportSentiment(RESULT + 24);
}

/** Reads what is ASCII of a window, or else one word or character; answers where what follows begins. */
function readWindow(at: usize): usize {
  const ascii = setOfWordBytes(at);
  const joints = setOfEqual(at, every(QUOTE)) & (ascii << 1);
  // A window ends at control characters, line feeds among them, at characters beyond ASCII, and at an apostrophe of which
  // only those or the next window tell whether its word goes on.
  const limits = setOfBelow(at, every(BLANK)) | (joints & ((setOfWide(at) >> 1) | ((<u64>1) << 63)));
  const limit = <usize>ctz(limits);
  if (limit === 0) return readCharacter(at);
  const ours = (ascii | (joints & (ascii >> 1))) & ((limits - 1) & ~limits);
  const after = ours << 1;
  let starts = ours & ~after;
  let ends = after & ~ours;
  let stop = limit;
  const isInWord = ((ours >> (limit - 1)) & 1) !== 0;
  if (isInWord && (limit === WINDOW || mayContinueWord(load<u8>(at + limit)))) {
    stop = 63 - <usize>clz(starts);
    if (stop === 0) return readCharacter(at);
    starts ^= (<u64>1) << stop;
  }
  const dots = setOfEqual(at, every(0x2e)) | setOfEqual(at, every(0x3f)) | setOfEqual(at, every(0x21));
  passWindow(stop, setOfEqual(at, every(BLANK)), dots);
  countWords(at, starts, ends);
  return stop < limit && limit < WINDOW ? readCharacter(at + stop) : at + stop;
}

function mayContinueWord(byte: u32): bool {
  return byte >= ASCII_END || byte === QUOTE;
}

/** Counts the words of a window that begin at `starts`, each of which has its end among `ends`. */
function countWords(at: usize, starts: u64, ends: u64): void {
  const fold = every(0x20);
  let position = words;
  let unique = 0;
  let units = 0;
  for (; starts !== 0; starts &= starts - 1) {
    const from = <usize>ctz(starts);
    const length = <usize>ctz(ends) - from;
    ends &= ends - 1;
    const slot = slotOf(asciiHash(at + from, length, fold));
    if (slot === NO_SLOT) {
      isOdd = true;
      return;
    }
    const place = placeOf(slot);
    if (place !== 0) addMeaning(place, position);
    unique += meet(slot);
    position += 1;
    units += <i32>length;
  }
  words = position;
  uniqueWords += unique;
  wordUnits += units;
}

/** Reads the word that begins at `at`, or the one character of another kind; nothing at the end of the text. */
function readCharacter(at: usize): usize {
  if (at >= end) return at;
  const kind = classAt(at);
  if (kind === WORD) {
    const next = readWord(at);
    passWord();
    countWord();
    // A blank behind a word ends nothing.
    return next + usize(load<u8>(next) === BLANK);
  }
  const next = behind();
  chars -= <i32>(next - at) - 1;
  if (kind === ODD) isOdd = true;
  else if (kind === HAN) readHan();
  else passMark(kind);
  return next;
}

/** Hash and UTF-16 units of the word that was read last. */
let wordHash: u64 = 0;
let unitCount: u32 = 0;

/** Reads the word of any kind that begins at `from`; answers where what follows begins. */
function readWord(from: usize): usize {
  let at = from;
  let long = LONG_SEED;
  let low: u64 = 0;
  let high: u64 = 0;
  let anyOf: u32 = 0;
  let units: u32 = 0;
  while (at < end) {
    const kind = classAt(at);
    const next = behind();
    let unit = QUOTE;
    if (kind === WORD) unit = lowerCase();
    else if (kind !== APOSTROPHE || !goesOn(next)) break;
    chars -= <i32>(next - at) - 1;
    long = mixUnit(long, unit);
    if (units < 8) low |= (<u64>unit) << (units << 3);
    else if (units < MAX_SHORT) high |= (<u64>unit) << ((units & 7) << 3);
    anyOf |= unit;
    units += 1;
    at = next;
  }
  wordHash = anyOf < ASCII_END && units <= MAX_SHORT ? shortHash(low, high) : long;
  unitCount = units;
  return at;
}

/** Whether a word goes on behind an apostrophe. */
function goesOn(at: usize): bool {
  return at < end && classAt(at) === WORD;
}

/** Reads a Han character, which is a word. */
function readHan(): void {
  wordHash = mixUnit(LONG_SEED, lowerCase());
  unitCount = 1;
  passWord();
  countWord();
}

/** Counts the word that was read last. */
function countWord(): void {
  const slot = slotOf(wordHash);
  if (slot === NO_SLOT) {
    isOdd = true;
    return;
  }
  const place = placeOf(slot);
  if (place !== 0) addMeaning(place, words);
  uniqueWords += meet(slot);
  words += 1;
  wordUnits += <i32>unitCount;
}
