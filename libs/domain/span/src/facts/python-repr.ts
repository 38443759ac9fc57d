import type { JsonValue } from "../otlp/any-value.ts";

/** Longer texts, deeper nesting and more values than this are not read: they stay the text that they are. */
const MAX_LENGTH = 4_000_000;
const MAX_DEPTH = 64;
const MAX_VALUES = 200_000;

interface Cursor {
  readonly text: string;
  at: number;
  valuesLeft: number;
}

interface Item {
  /** Set for the entries of a dict and for keyword arguments. */
  readonly key?: string;
  readonly value: JsonValue;
}

/**
 * The value of a Python `repr`, as senders write that put `str(value)` into an attribute: dicts, lists, tuples, sets,
 * strings, bytes, numbers, `True`, `False`, `None`. An object such as `Usage(total_tokens=3)` is read as its keyword
 * arguments, or as its only other one. Undefined for any other text; never throws, and reads each character once.
 */
export function parsePythonRepr(text: string): JsonValue | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const cursor: Cursor = { text, at: 0, valuesLeft: MAX_VALUES };
  const value = readValue(cursor, MAX_DEPTH);
  skipSpace(cursor);
  return cursor.at === text.length ? value : undefined;
}

function readValue(cursor: Cursor, depth: number): JsonValue | undefined {
  skipSpace(cursor);
  cursor.valuesLeft -= 1;
  if (depth === 0 || cursor.valuesLeft < 0) return undefined;
  switch (cursor.text[cursor.at] ?? "") {
    case "{":
      return readBraces(cursor, depth);
    case "[":
      return readItems(cursor, "]", depth)?.map(({ value }) => value);
    case "(":
      return readItems(cursor, ")", depth)?.map(({ value }) => value);
    case "'":
    case '"':
      return readString(cursor);
    case "<":
      return readAngled(cursor);
    default:
      return readNumber(cursor) ?? readWord(cursor, depth);
  }
}

/** A dict, or a set: `{}` is an empty dict. */
function readBraces(cursor: Cursor, depth: number): JsonValue | undefined {
  const items = readItems(cursor, "}", depth);
  if (items === undefined) return undefined;
  return items.every(({ key }) => key !== undefined) ? objectOf(items) : items.map(({ value }) => value);
}

/** What stands between the bracket at the cursor and `close`: values, `key: value`, `name=value`. */
function readItems(cursor: Cursor, close: string, depth: number): Item[] | undefined {
  const items: Item[] = [];
  cursor.at += 1;
  for (;;) {
    skipSpace(cursor);
    if (take(cursor, close)) return items;
    if (items.length > 0) {
      if (!take(cursor, ",")) return undefined;
      skipSpace(cursor);
      if (take(cursor, close)) return items;
    }
    const item = readItem(cursor, depth);
    if (item === undefined) return undefined;
    items.push(item);
  }
}

function readItem(cursor: Cursor, depth: number): Item | undefined {
  const keyword = match(cursor, KEYWORD);
  const first = keyword?.slice(0, -1) ?? readValue(cursor, depth - 1);
  if (first === undefined) return undefined;
  skipSpace(cursor);
  if (keyword === undefined && !take(cursor, ":")) return { value: first };
  const value = readValue(cursor, depth - 1);
  return value === undefined ? undefined : { key: typeof first === "string" ? first : JSON.stringify(first), value };
}

const KEYWORD = /[A-Za-z_]\w{0,200}=/y;
const NUMBER = /[+-]?(?:\d[\d_]{0,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?/y;
const WORD = /-?[A-Za-z_][\w.]{0,200}/y;
const constants: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ["True", true],
  ["False", false],
  ["None", null],
  // JSON has no such numbers.
  ["nan", "nan"],
  ["inf", "inf"],
  ["-inf", "-inf"],
]);

function readNumber(cursor: Cursor): number | undefined {
  const digits = match(cursor, NUMBER);
  if (digits === undefined) return undefined;
  const number = Number(digits.replaceAll("_", ""));
  return Number.isFinite(number) ? number : undefined;
}

/** A constant, the bytes of `b'…'`, or an object that is written as the call that makes it. */
function readWord(cursor: Cursor, depth: number): JsonValue | undefined {
  const word = match(cursor, WORD);
  const next = cursor.text[cursor.at];
  if (word === "b" && (next === "'" || next === '"')) return readString(cursor);
  if (word === undefined || next !== "(") return constants.get(word ?? "");
  const items = readItems(cursor, ")", depth);
  if (items === undefined) return undefined;
  if (items.some(({ key }) => key !== undefined)) return objectOf(items.filter(({ key }) => key !== undefined));
  return items.length === 1 ? items[0]?.value : items.map(({ value }) => value);
}

/** An object without a form of its own, such as `<CallTypes.completion: 'completion'>`: its text. */
function readAngled(cursor: Cursor): string | undefined {
  const end = cursor.text.indexOf(">", cursor.at);
  if (end < 0) return undefined;
  const text = cursor.text.slice(cursor.at, end + 1);
  cursor.at = end + 1;
  return text;
}

/** Escapes that give a code point: `\xe9`, `\u00e9`, `\U0001f600`, `\101`. */
const CODE_POINT = /x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}/y;
const escaped: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["v", "\v"],
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
]);
const MAX_CODE_POINT = 0x10_ff_ff;

function readString(cursor: Cursor): string | undefined {
  const { text } = cursor;
  const quote = text[cursor.at];
  const start = cursor.at + 1;
  let isEscaped = false;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "\\") {
      isEscaped = true;
      at += 1;
    } else if (text[at] === quote) {
      cursor.at = at + 1;
      const body = text.slice(start, at);
      return isEscaped ? unescape(body) : body;
    }
  }
  return undefined;
}

function unescape(body: string): string {
  let text = "";
  let from = 0;
  for (let at = body.indexOf("\\"); at !== -1; at = body.indexOf("\\", from)) {
    const char = body[at + 1] ?? "";
    const simple = escaped.get(char);
    const code = simple === undefined ? codePointAt(body, at + 1) : undefined;
    text += body.slice(from, at) + (simple ?? code?.char ?? char);
    from = at + 1 + (code?.length ?? char.length);
  }
  return text + body.slice(from);
}

function codePointAt(body: string, at: number): { readonly char: string; readonly length: number } | undefined {
  CODE_POINT.lastIndex = at;
  const name = CODE_POINT.exec(body)?.[0];
  if (name === undefined) return undefined;
  const code = /^\d/.test(name) ? Number.parseInt(name, 8) : Number.parseInt(name.slice(1), 16);
  return code > MAX_CODE_POINT ? undefined : { char: String.fromCodePoint(code), length: name.length };
}

function objectOf(items: readonly Item[]): JsonValue {
  return Object.fromEntries(items.map(({ key = "", value }) => [key, value]));
}

function skipSpace(cursor: Cursor): void {
  while (" \t\r\n".includes(cursor.text[cursor.at] ?? "-")) cursor.at += 1;
}

function take(cursor: Cursor, char: string): boolean {
  if (cursor.text[cursor.at] !== char) return false;
  cursor.at += 1;
  return true;
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}
