import type { BatchCursor } from "./batch-cursor.ts";

/** Tag of the entries of an ArrayValue, and of the text in an AnyValue. */
const STRING = 0x0a;

/** Whether the ArrayValue in `[at, end)` holds texts only, each an AnyValue with one field. */
export function isListOfTexts(cursor: BatchCursor, at: number, end: number): boolean {
  cursor.at = at;
  while (cursor.at < end && !cursor.isBroken) {
    const textEnd = nextText(cursor, end);
    if (textEnd < 0 || !cursor.isText(cursor.at, textEnd)) return false;
    cursor.at = textEnd;
  }
  return !cursor.isBroken;
}

/** Moves to the next text of an ArrayValue of texts and answers where it ends; negative where it is something else. */
export function nextText(cursor: BatchCursor, end: number): number {
  if (!isTagOfText(cursor, end)) return -1;
  const valueEnd = cursor.lengthEnd(end);
  const isText = isTagOfText(cursor, valueEnd) && cursor.lengthEnd(valueEnd) === valueEnd;
  return isText && !cursor.isBroken ? valueEnd : -1;
}

/** Steps over a tag of one byte. Whoever reads the texts again counts on that; a varint may have more bytes than it needs. */
function isTagOfText(cursor: BatchCursor, end: number): boolean {
  return cursor.at < end && cursor.bytes[cursor.at] === STRING && cursor.tag(end) === STRING;
}
