import type { RE2JS } from "re2js";

/** UTF-16 offsets, `end` exclusive. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** UTF-16 units of the longest match that is sure to be found. */
const LONGEST = 1_000;
/** The same where the work is spent. */
const LONGEST_OF_SPENT = 64;
/** Windows in longest matches: behind a match, and where nothing was found for long. */
const WINDOW = { least: 2, most: 16 };
/** UTF-16 units that may be read for each of a text before its work is spent, and those that every text may have read. */
const WORK = { perUnit: 64, least: 100_000 };
/** What is shown of the text before a window: a whole character, for `\b` and `^`. */
const BEFORE = 2;

/**
 * The matches of an expression, in order and apart, in time linear in the text. One search is linear, but many are made:
 * `a(?:.*b)?` reads to the end for each `a` that no `b` follows. So each reads a window, which grows with a match that
 * reaches its end, as long as work is left. Then windows are small, and a longer match comes in pieces.
 */
export function boundedMatches(expression: RE2JS, text: string): readonly Range[] {
  const found: Range[] = [];
  let work = Math.max(WORK.least, WORK.perUnit * text.length);
  let [at, size] = [0, 0];
  while (at < text.length) {
    const longest = work > 0 ? LONGEST : LONGEST_OF_SPENT;
    size = Math.max(size, WINDOW.least * longest);
    const to = cutBehind(text, at + size);
    work -= to - at;
    const match = nextMatch(expression, text, { start: at, end: to });
    const isLast = to === text.length;
    const canGrow = !isLast && work > 0;
    if (match === null) {
      if (isLast) break;
      at = cutBehind(text, to - longest);
      size = Math.min(2 * size, WINDOW.most * longest);
    } else if (canGrow && match.end === to) {
      at = match.start;
      size *= 2;
    } else if (!isLast && match.start > to - longest && match.start > at) {
      at = match.start;
      size = 0;
    } else {
      if (match.end > match.start) found.push(match);
      at = Math.max(match.end, at + 1);
      size = 0;
    }
  }
  return found;
}

/** The first match in a window of a text that goes on before it, and ends behind it. */
function nextMatch(expression: RE2JS, text: string, { start, end }: Range): Range | null {
  const from = Math.max(0, start - BEFORE);
  const matcher = expression.matcher(text.slice(from, end));
  return matcher.find(start - from) ? { start: from + matcher.start(), end: from + matcher.end() } : null;
}

/** A place near an offset that is not amid a surrogate pair. */
function cutBehind(text: string, offset: number): number {
  if (offset >= text.length) return text.length;
  return (text.codePointAt(offset - 1) ?? 0) > 0xff_ff ? offset + 1 : offset;
}
