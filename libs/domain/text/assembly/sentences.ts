import { FULL_STOP, LINE_FEED, SPACE, TERMINAL } from "../src/character-class";

let sentences: i32 = 0;
/** Whether the sentence that is being read has anything but blanks and terminals. */
let hasContent: bool = false;
/** Whether white space would end it here. */
let mayEnd: bool = false;

export function startSentences(): void {
  sentences = 0;
  hasContent = false;
  mayEnd = false;
}

/** Sentences of the text, when all of it is read. */
export function countSentences(): i32 {
  return sentences + i32(hasContent);
}

export function passWord(): void {
  hasContent = true;
  mayEnd = false;
}

/** Reads a character that is no word. */
export function passMark(kind: u32): void {
  if (kind === SPACE || kind === LINE_FEED) {
    if (kind === LINE_FEED || mayEnd) endSentence();
  } else if (kind === TERMINAL) {
    mayEnd = true;
    return;
  } else if (kind === FULL_STOP) {
    hasContent = hasContent || mayEnd;
    endSentence();
  } else hasContent = true;
  mayEnd = false;
}

/**
 * Reads the first `length` bytes of a window, at least one, of which these are blanks and these terminals, while no other
 * ends a sentence.
 */
export function passWindow(length: usize, blanks: u64, terminals: u64): void {
  const passed = ~(<u64>0) >> (64 - length);
  let content = ~(blanks | terminals) & passed;
  let ends = terminals & (blanks >> 1) & passed;
  if (mayEnd && (blanks & 1) !== 0) endSentence();
  for (; ends !== 0; ends &= ends - 1) {
    const before = (ends - 1) & ~ends;
    if ((content & before) !== 0) hasContent = true;
    content &= ~before;
    endSentence();
  }
  if (content !== 0) hasContent = true;
  mayEnd = ((terminals >> (length - 1)) & 1) !== 0;
}

function endSentence(): void {
  sentences += i32(hasContent);
  hasContent = false;
}
