const ASCII = 128;
/** Class of every character that no literal holds: it leads back to the start. */
const OTHER = 0;

/**
 * An Aho–Corasick automaton (Aho and Corasick, 1975) over ASCII literals without regard to case, as one table: a step is
 * `row = next[row + classes[code]]`, for codes from 128 on `row = 0`. Literals end in rows from `firstEnd` on. The table
 * is public so that the loops over strings and over bytes need no call for a character.
 */
export interface LiteralAutomaton {
  /** Class of each ASCII code. */
  readonly classes: Uint8Array;
  /** Row after a row and a class; a row is the offset of its state in this table. */
  readonly next: Int32Array;
  /** The first row in which a literal ends; all rows behind it are such, too. */
  readonly firstEnd: number;
  /** Numbers of the literals that end in a row from `firstEnd` on, the longest first. */
  readonly endsIn: (row: number) => readonly number[];
}

interface State {
  readonly byClass: (number | undefined)[];
  readonly ends: number[];
  fail: number;
}

/** Builds the automaton; a literal's number is its place in the list. Throws a RangeError for one that is empty or not ASCII. */
export function createLiteralAutomaton(literals: readonly string[]): LiteralAutomaton {
  const folded = literals.map((literal) => foldedCodes(literal));
  const { classes, width } = classesOf(folded);
  const states = trieOf(folded, classes);
  const order = linkFailures(states, width);
  return tableOf(states, order, { classes, width });
}

function foldedCodes(literal: string): readonly number[] {
  const codes = Array.from(literal.toLowerCase(), (character) => character.codePointAt(0) ?? ASCII);
  if (codes.length === 0 || codes.some((code) => code >= ASCII)) throw new RangeError("a literal must be ASCII text");
  return codes;
}

interface Classes {
  readonly classes: Uint8Array;
  readonly width: number;
}

function classesOf(literals: readonly (readonly number[])[]): Classes {
  const classes = new Uint8Array(ASCII).fill(OTHER);
  const codes = [...new Set(literals.flat())];
  for (const [index, code] of codes.entries()) {
    classes[code] = index + 1;
    classes[String.fromCharCode(code).toUpperCase().charCodeAt(0)] = index + 1;
  }
  return { classes, width: codes.length + 1 };
}

function trieOf(literals: readonly (readonly number[])[], classes: Uint8Array): readonly State[] {
  const states: State[] = [createState()];
  for (const [number, codes] of literals.entries()) {
    let at = 0;
    for (const code of codes) at = childOf(states, at, classes[code] ?? OTHER);
    states[at]?.ends.push(number);
  }
  return states;
}

function createState(): State {
  return { byClass: [], ends: [], fail: 0 };
}

function childOf(states: State[], at: number, byClass: number): number {
  const state = states[at] ?? createState();
  const known = state.byClass[byClass];
  if (known !== undefined) return known;
  const child = states.push(createState()) - 1;
  state.byClass[byClass] = child;
  return child;
}

/** Completes every state's steps, breadth first, and answers the states in that order. */
function linkFailures(states: readonly State[], width: number): readonly number[] {
  const order = [0];
  for (const at of order) {
    const state = states[at] ?? createState();
    for (let byClass = 0; byClass < width; byClass += 1) {
      const child = state.byClass[byClass];
      const fallback = at === 0 ? 0 : (states[state.fail]?.byClass[byClass] ?? 0);
      if (child === undefined) state.byClass[byClass] = fallback;
      else {
        adopt(states, child, fallback);
        order.push(child);
      }
    }
  }
  return order;
}

function adopt(states: readonly State[], child: number, fallback: number): void {
  const state = states[child];
  if (state === undefined) return;
  state.fail = fallback;
  state.ends.push(...(states[fallback]?.ends ?? []));
}

/** States in which nothing ends first, so that one comparison tells an end. */
function tableOf(states: readonly State[], order: readonly number[], { classes, width }: Classes): LiteralAutomaton {
  const hasEnd = (at: number): boolean => (states[at]?.ends.length ?? 0) > 0;
  const sorted = [...order.filter((at) => !hasEnd(at)), ...order.filter(hasEnd)];
  const rows = new Map(sorted.map((at, index) => [at, index * width]));
  const next = new Int32Array(sorted.length * width);
  for (const [at, row] of rows) {
    for (let byClass = 0; byClass < width; byClass += 1)
      next[row + byClass] = rows.get(states[at]?.byClass[byClass] ?? 0) ?? 0;
  }
  const firstEnd = sorted.filter((at) => !hasEnd(at)).length * width;
  const ends = sorted.filter(hasEnd).map((at): readonly number[] => states[at]?.ends ?? []);
  return { classes, next, firstEnd, endsIn: (row) => ends[(row - firstEnd) / width] ?? [] };
}
