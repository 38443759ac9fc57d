import { isJsonObject, type JsonObject } from "../json-value.ts";
import { parseJson } from "./parse-json.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/**
 * The whole JSON objects inside a text that is no JSON: a list that was cut, or a binary stream that a recorder kept as
 * text and thereby broke its frames. Time is linear: the first object that does not end ends the search.
 */
export function embeddedObjects(text: string): readonly JsonObject[] {
  const objects: JsonObject[] = [];
  const opening = /\{\s*"/g;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const end = endOfObject(text, match.index);
    if (end < 0) break;
    const value = parseJson(text.slice(match.index, end));
    if (isJsonObject(value)) objects.push(value);
    opening.lastIndex = end;
  }
  return objects;
}

/** The index behind the brace that closes the one at `start`; -1 where none does. Braces inside strings do not count. */
function endOfObject(text: string, start: number): number {
  let [depth, isInString]: [number, boolean] = [0, false];
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString && code === BACKSLASH) index += 1;
    else if (code === QUOTE) isInString = !isInString;
    else if (isInString) continue;
    else if (code === OPENING) depth += 1;
    else if (code === CLOSING) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return -1;
}
