import { MEANINGS, MEANING_BYTES, SLOTS } from "../src/reader-layout";

// Words that were met. The table stays from text to text, so that most words are found where they were; when it is half
// full it starts again from the words that mean something.

/** A slot: the hash of a word, the number of the text it was last met in (0: free), its place among the meanings (0: none). */
const SLOT_BYTES: usize = 16;
const MET_IN: usize = 8;
const PLACE: usize = 12;
const SLOT_COUNT: u32 = 0x1_0000;
/** Half full at most when a text begins, so that searches end soon. */
const MAX_WORDS: u32 = SLOT_COUNT / 2;
/** A longer search means that somebody makes words collide, or that one text fills the table. */
const MAX_STEPS: u32 = 64;
const LAST_TEXT: u32 = 0x7fff_ffff;

/** No slot: the words of this text have to be told apart otherwise. */
export const NO_SLOT: usize = 0;

let textNumber: u32 = 1;
let wordCount: u32 = 0;
let meaningCount: u32 = 0;

/** Begins a text, in which every word is new at first. */
export function startVocabulary(): void {
  if (wordCount > MAX_WORDS || textNumber === LAST_TEXT) forget();
  textNumber += 1;
}

/** Makes a word one that is never forgotten, and the next of the meanings its own. */
export function addMeaningOf(hash: u64): void {
  meaningCount += 1;
  store<u64>(MEANINGS + <usize>meaningCount * MEANING_BYTES, hash);
  remember(meaningCount);
}

/** Slot of a word, which is taken for it where it is new; `NO_SLOT` where the search is too long. */
export function slotOf(hash: u64): usize {
  const slot = SLOTS + <usize>(<u32>hash & (SLOT_COUNT - 1)) * SLOT_BYTES;
  return load<u64>(slot) === hash ? slot : search(hash);
}

/** Notes that the word of a slot was met; answers 1 where it is new in this text, 0 otherwise. */
export function meet(slot: usize): i32 {
  const isNew = i32(load<u32>(slot, MET_IN) !== textNumber);
  store<u32>(slot, textNumber, MET_IN);
  return isNew;
}

export function placeOf(slot: usize): u32 {
  return load<u32>(slot, PLACE);
}

function search(hash: u64): usize {
  let index = <u32>hash & (SLOT_COUNT - 1);
  for (let step: u32 = 0; step < MAX_STEPS; step += 1) {
    const slot = SLOTS + <usize>index * SLOT_BYTES;
    if (load<u32>(slot, MET_IN) === 0) {
      store<u64>(slot, hash);
      wordCount += 1;
      return slot;
    }
    if (load<u64>(slot) === hash) return slot;
    index = (index + 1) & (SLOT_COUNT - 1);
  }
  return NO_SLOT;
}

function forget(): void {
  memory.fill(SLOTS, 0, <usize>SLOT_COUNT * SLOT_BYTES);
  textNumber = 1;
  wordCount = 0;
  for (let place: u32 = 1; place <= meaningCount; place += 1) remember(place);
}

function remember(place: u32): void {
  const slot = search(load<u64>(MEANINGS + <usize>place * MEANING_BYTES));
  meet(slot);
  store<u32>(slot, place, PLACE);
}
