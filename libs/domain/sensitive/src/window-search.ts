import type { Candidate, RecognizerOptions } from "@parapet/pii";

import type { AnchorTable } from "./anchor-table.ts";
import type { SearchPart } from "./search-part.ts";

const ASCII = 128;
const ZERO = 48;
const DIGITS = 10;
const NOWHERE = -1;

/** Digits of one value are never further apart, in UTF-16 units. */
const MAX_GAP = 24;

/** How far before a match a context word can stand, in UTF-16 units. */
const CONTEXT_REACH = 128;

/** Digits of which each is near the one before, whatever stands between. */
class DigitGroup {
  from = 0;
  to = Number.NEGATIVE_INFINITY;
  digits = 0;
  /** The most digits with nothing between them. */
  row = 0;
  isGlued = false;
  #rowNow = 0;

  add(at: number, isGlued: boolean): void {
    if (this.digits === 0) this.from = at;
    this.#rowNow = at === this.to ? this.#rowNow + 1 : 1;
    if (this.#rowNow > this.row) this.row = this.#rowNow;
    this.to = at + 1;
    this.digits += 1;
    this.isGlued ||= isGlued;
  }

  clear(): void {
    this.digits = 0;
    this.row = 0;
    this.isGlued = false;
  }
}

/** Whether a UTF-16 unit is of a letter, or may be: all beyond ASCII may. */
function isLetter(unit: number): boolean {
  const folded = unit | 0x20;
  return (folded >= 0x61 && folded <= 0x7a) || unit >= ASCII;
}

/** A match of one part. */
export interface Match extends Candidate {
  readonly of: SearchPart;
  /** Number of the part, by which matches that are alike are told apart. */
  readonly part: number;
}

/**
 * Searches a text for all parts at once. One pass over it finds anchors: literals, and groups of digits. Around an anchor
 * a window is opened for each part that it may belong to, windows of a part that meet become one, and only there its
 * expression runs. Every part so reads each unit of the text at most once, whatever the text is.
 */
export class WindowSearch {
  readonly #table: AnchorTable;
  readonly #options: RecognizerOptions;
  /** The open window of each part; `NOWHERE` where there is none. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  /** Where a context word of each part ended last. */
  readonly #context: Int32Array;
  /** Parts that had a window or a context word, to be forgotten behind the text. */
  #touched: number[] = [];
  #text = "";
  #matches: Match[] = [];

  constructor(table: AnchorTable, options: RecognizerOptions) {
    this.#table = table;
    this.#options = options;
    this.#from = new Int32Array(table.parts.length).fill(NOWHERE);
    this.#to = new Int32Array(table.parts.length);
    this.#context = new Int32Array(table.parts.length).fill(NOWHERE);
  }

  /** The matches of all parts, in the order of the parts; some of them may be told of twice. */
  search(text: string): readonly Match[] {
    this.#text = text;
    try {
      this.#scan();
      for (const part of this.#table.everywhere) this.#find(part, 0, text.length);
      for (const part of this.#touched) this.#close(part);
      const matches = this.#matches;
      return matches.length < 2 ? matches : matches.sort((left, right) => left.part - right.part);
    } finally {
      this.#forget();
    }
  }

  /** Nothing of a text is there for the next one. */
  #forget(): void {
    for (const part of this.#touched) {
      this.#from[part] = NOWHERE;
      this.#context[part] = NOWHERE;
    }
    this.#touched = [];
    this.#matches = [];
    this.#text = "";
  }

  #scan(): void {
    const text = this.#text;
    const { classes, next, firstEnd } = this.#table.automaton;
    const group = new DigitGroup();
    let row = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= ASCII) {
        row = 0;
        this.#other(at);
        continue;
      }
      row = next[row + (classes[code] ?? 0)] ?? 0;
      if (row >= firstEnd) this.#literalEnds(row, at + 1);
      if ((code - ZERO) >>> 0 >= DIGITS) continue;
      if (at - group.to > MAX_GAP) {
        this.#endGroup(group);
        group.clear();
      }
      group.add(at, isLetter(text.charCodeAt(at - 1)) || isLetter(text.charCodeAt(at + 1)));
    }
    this.#endGroup(group);
  }

  #other(at: number): void {
    for (const part of this.#table.raisedByOther) this.#raise(part, at);
  }

  #literalEnds(row: number, end: number): void {
    const { automaton, anchored, raised } = this.#table;
    for (const literal of automaton.endsIn(row)) {
      for (const part of anchored[literal] ?? []) this.#open(part, end, end);
      for (const part of raised[literal] ?? []) this.#raise(part, end);
    }
  }

  #raise(part: number, at: number): void {
    if (this.#context[part] === NOWHERE) this.#touched.push(part);
    this.#context[part] = at;
  }

  #endGroup(group: DigitGroup): void {
    if (group.digits === 0) return;
    for (const part of this.#table.foundBy(group)) this.#open(part, group.from, group.to);
  }

  /** Opens a window around an anchor, or widens the one that reaches there. */
  #open(index: number, from: number, to: number): void {
    const found = this.#table.parts[index];
    if (found === undefined) return;
    const { longest } = found.part;
    const start = Math.max(0, from - longest);
    if (found.needsContext && !this.#hasContext(index, start)) return;
    const end = Math.min(this.#text.length, to + longest);
    if (this.#from[index] === NOWHERE) {
      this.#touched.push(index);
      this.#from[index] = start;
    } else if (start > (this.#to[index] ?? 0)) {
      this.#close(index);
      this.#from[index] = start;
    }
    this.#to[index] = end;
  }

  #hasContext(index: number, start: number): boolean {
    const at = this.#context[index] ?? NOWHERE;
    return at !== NOWHERE && at >= start - CONTEXT_REACH;
  }

  /** Runs the part's expression over its window. */
  #close(index: number): void {
    const from = this.#from[index] ?? NOWHERE;
    if (from === NOWHERE) return;
    this.#from[index] = NOWHERE;
    this.#find(index, from, this.#to[index] ?? from);
  }

  #find(index: number, from: number, to: number): void {
    const of = this.#table.parts[index];
    if (of === undefined) return;
    const window = this.#text.slice(from, to);
    for (const { start, end, score } of of.part.find(window, this.#options)) {
      // At a cut, what is cut off may be what makes the match none. A true one lies deeper in the window.
      const isCut = (start === 0 && from > 0) || (end === window.length && to < this.#text.length);
      if (!isCut) this.#matches.push({ start: from + start, end: from + end, score, of, part: index });
    }
  }
}
