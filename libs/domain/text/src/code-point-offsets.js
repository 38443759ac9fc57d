/** A high surrogate followed by a low one: two UTF-16 units, one code point. */
const surrogatePair = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
/** Length in code points. A lone surrogate counts as one, as in string iteration. */
export function countCodePoints(text) {
  return text.length - (text.match(surrogatePair)?.length ?? 0);
}
/**
 * Gives a function from UTF-16 offsets of `text` to code point offsets. Reading the text is linear and done once, each
 * offset then costs a binary search. An offset inside a pair maps to the code point that the pair is.
 */
export function codePointOffsets(text) {
  const lowSurrogates = Array.from(text.matchAll(surrogatePair), (pair) => pair.index + 1);
  if (lowSurrogates.length === 0) return (offset) => offset;
  return (offset) => offset - countBelow(lowSurrogates, offset);
}
/** How many of the ascending `positions` lie below `limit`. */
function countBelow(positions, limit) {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
//# sourceMappingURL=code-point-offsets.js.map
