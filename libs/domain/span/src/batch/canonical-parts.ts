import type { ByteArena } from "./byte-arena.ts";
import type { CanonicalJson } from "./canonical-json.ts";
import { skipSpace } from "./canonical-json.ts";
import type { MessageWriting } from "./canonical-messages.ts";
import type { CanonicalText } from "./canonical-text.ts";
import type { JsonStrings } from "./json-strings.ts";
import { KnownText } from "./known-text.ts";
import type { MessageTexts } from "./message-texts.ts";
import { partField, PartFields, spelling } from "./part-fields.ts";
import { startsPlain } from "./plain-start.ts";
import { callField } from "./tool-call-places.ts";
import type { ToolCallPlaces } from "./tool-call-places.ts";
import { MALFORMED } from "./json-strings.ts";

const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BACKSLASH = 0x5c;

const { type, content, id, name, arguments: given, response } = partField;
const TYPE_AND_CONTENT = (1 << type) | (1 << content);
const OF_CALL = (1 << type) | (1 << id) | (1 << name) | (1 << given);
const OF_ANSWER = (1 << type) | (1 << id) | (1 << response);

/** How most parts begin, spelt as they are stored. */
const textOpening = new KnownText('{"type":"text","content":"');

const encoder = new TextEncoder();
const types = {
  text: encoder.encode('"text"'),
  reasoning: encoder.encode('"reasoning"'),
  call: encoder.encode('"tool_call"'),
  answer: encoder.encode('"tool_call_response"'),
};
const written = {
  text: encoder.encode('{"type":"text","content":'),
  reasoning: encoder.encode('{"type":"reasoning","content":'),
  call: encoder.encode('{"type":"tool_call"'),
  answer: encoder.encode('{"type":"tool_call_response"'),
  id: encoder.encode(',"id":'),
  name: encoder.encode(',"name":'),
  arguments: encoder.encode(',"arguments":'),
  response: encoder.encode(',"response":'),
  null: encoder.encode("null"),
  comma: encoder.encode(","),
  end: encoder.encode("}"),
};

/** Writes the parts of a message: texts, reasoning, calls of tools and their answers, of no other fields than the schema's. */
export class CanonicalParts {
  readonly #arena: ByteArena;
  readonly #strings: JsonStrings;
  readonly #out: CanonicalText;
  readonly #texts: MessageTexts;
  readonly #calls: ToolCallPlaces;
  readonly #json: CanonicalJson;
  readonly #fields: PartFields;

  constructor({ arena, strings, out, texts, calls }: MessageWriting, json: CanonicalJson) {
    this.#arena = arena;
    this.#strings = strings;
    this.#out = out;
    this.#texts = texts;
    this.#calls = calls;
    this.#json = json;
    this.#fields = new PartFields(arena, strings, json);
  }

  /** Writes the parts of the list whose first byte, behind its bracket, is at `first`; answers where it ends. */
  writeList(first: number, end: number): number {
    let at = skipSpace(this.#arena.bytes, first, end);
    if (this.#arena.bytes[at] !== CLOSING_BRACKET) {
      for (;;) {
        at = this.#part(at, end);
        if (at === MALFORMED) return MALFORMED;
        at = skipSpace(this.#arena.bytes, at, end);
        if (this.#arena.bytes[at] !== COMMA) break;
        this.#out.literal(written.comma);
        at = skipSpace(this.#arena.bytes, at + 1, end);
      }
    }
    return at < end && this.#arena.bytes[at] === CLOSING_BRACKET ? at + 1 : MALFORMED;
  }

  /** Writes the string at `at` as the only part of its message; an empty one is none. */
  writeText(at: number, end: number): number {
    const closing = this.#strings.endOf(at + 1, end);
    if (closing === MALFORMED) return MALFORMED;
    if (closing === at + 1) return closing + 1;
    this.#out.literal(written.text);
    this.#text(at, closing + 1, this.#strings.isPlain, this.#strings.isCanonical);
    this.#out.literal(written.end);
    return closing + 1;
  }

  #part(at: number, end: number): number {
    const afterText = textOpening.standsAt(this.#arena.view, at, end) ? this.#onlyText(at, end) : MALFORMED;
    return afterText === MALFORMED ? this.#anyPart(at, end) : afterText;
  }

  /** Writes a part that begins with a text, if nothing else is in it. */
  #onlyText(first: number, end: number): number {
    const at = first + textOpening.length;
    const closing = this.#strings.endOf(at, end);
    if (closing === MALFORMED || closing + 1 >= end || this.#arena.bytes[closing + 1] !== CLOSING_BRACE)
      return MALFORMED;
    this.#out.keep(first, at - 1);
    this.#text(at - 1, closing + 1, this.#strings.isPlain, this.#strings.isCanonical);
    this.#out.literal(written.end);
    return closing + 2;
  }

  #anyPart(at: number, end: number): number {
    if (this.#arena.bytes[at] !== OPENING_BRACE) return MALFORMED;
    const after = this.#fields.read(at + 1, end);
    if (after === MALFORMED || this.#fields.spelt[type] !== spelling.plain || !this.#fields.has(type)) return MALFORMED;
    return this.#known() ? after : MALFORMED;
  }

  /** Writes the part whose fields were read. False where the object path would say more of it, or other things. */
  #known(): boolean {
    if (this.#isType(types.text)) return this.#said(written.text, true);
    if (this.#isType(types.reasoning)) return this.#said(written.reasoning, false);
    if (this.#isType(types.call)) return this.#call();
    return this.#isType(types.answer) && this.#answer();
  }

  #isType(expected: Uint8Array): boolean {
    const { bytes } = this.#arena;
    const at = this.#fields.at[type] ?? 0;
    if ((this.#fields.end[type] ?? 0) - at !== expected.length) return false;
    for (let index = 1; index < expected.length; index += 1) if (bytes[at + index] !== expected[index]) return false;
    return true;
  }

  #said(opening: Uint8Array, isText: boolean): boolean {
    const fields = this.#fields;
    if (!fields.isOnly(TYPE_AND_CONTENT) || !fields.isString(content)) return false;
    this.#out.literal(opening);
    if (isText) this.#fieldAsText(content);
    else this.#string(content);
    this.#out.literal(written.end);
    return true;
  }

  #call(): boolean {
    const fields = this.#fields;
    if (!fields.mayOnly(OF_CALL)) return false;
    this.#calls.addCall();
    this.#out.literal(written.call);
    const isWritten =
      this.#callText(id, written.id, callField.id) &&
      this.#callText(name, written.name, callField.name) &&
      this.#callArguments();
    this.#out.literal(written.end);
    return isWritten;
  }

  #callText(field: number, opening: Uint8Array, place: number): boolean {
    if (!this.#fields.has(field)) return true;
    if (!this.#fields.isString(field)) return false;
    this.#out.literal(opening);
    const from = this.#out.length;
    this.#string(field);
    this.#calls.setField(place, from, this.#out.length);
    return true;
  }

  #callArguments(): boolean {
    if (!this.#fields.has(given)) return true;
    this.#out.literal(written.arguments);
    const from = this.#out.length;
    if (!this.#structured(given)) return false;
    this.#calls.setField(callField.arguments, from, this.#out.length);
    return true;
  }

  #answer(): boolean {
    const fields = this.#fields;
    if (!fields.mayOnly(OF_ANSWER) || (fields.has(id) && !fields.isString(id))) return false;
    this.#out.literal(written.answer);
    if (fields.has(id)) {
      this.#out.literal(written.id);
      this.#string(id);
    }
    this.#out.literal(written.response);
    if (!fields.has(response)) this.#out.literal(written.null);
    else if (!this.#answerSaid()) return false;
    this.#out.literal(written.end);
    return true;
  }

  /** What a tool answered is a text of its message: a string's own, or the JSON of anything else. */
  #answerSaid(): boolean {
    const fields = this.#fields;
    const at = fields.at[response] ?? 0;
    const end = fields.end[response] ?? 0;
    if (fields.isString(response) && isPlainText(this.#arena.bytes, at + 1, end - 1)) {
      this.#fieldAsText(response);
      return true;
    }
    const from = this.#out.length;
    if (!this.#structured(response)) return false;
    this.#texts.addText(from, this.#out.length, true);
    return true;
  }

  /** Writes a value that may have come as JSON in a string. */
  #structured(field: number): boolean {
    const fields = this.#fields;
    const at = fields.at[field] ?? 0;
    const end = fields.end[field] ?? 0;
    if (!fields.isString(field)) return this.#json.value(at, end) === end;
    if (isPlainText(this.#arena.bytes, at + 1, end - 1)) {
      this.#string(field);
      return true;
    }
    return this.#embedded(at + 1, end - 1);
  }

  /**
   * Writes the object or list that a string holds. It is unescaped into free room beyond what it can become, which is
   * never more than its own length, and written from there.
   */
  #embedded(at: number, end: number): boolean {
    const arena = this.#arena;
    const first = arena.bytes[at];
    if (first !== OPENING_BRACE && first !== OPENING_BRACKET) return false;
    this.#out.flush();
    const room = end - at;
    arena.reserve(2 * room);
    const start = arena.used;
    arena.used = start + room;
    this.#strings.unescape(at, end);
    const from = start + room;
    const to = arena.used;
    arena.used = start;
    const after = this.#json.value(from, to);
    this.#out.flush();
    return after !== MALFORMED && skipSpace(arena.bytes, after, to) === to;
  }

  #fieldAsText(field: number): void {
    const { at, end, spelt } = this.#fields;
    const how = spelt[field];
    this.#text(at[field] ?? 0, end[field] ?? 0, how === spelling.plain, how !== spelling.rewritten);
  }

  #text(at: number, end: number, isPlain: boolean, isCanonical: boolean): void {
    const from = this.#out.length;
    this.#json.seenString(at, end, isCanonical);
    this.#texts.addText(from + 1, this.#out.length - 1, isPlain);
  }

  #string(field: number): void {
    const { at, end, spelt } = this.#fields;
    this.#json.seenString(at[field] ?? 0, end[field] ?? 0, spelt[field] !== spelling.rewritten);
  }
}

/** Whether a string is none that may hold an object or a list. */
function isPlainText(bytes: Uint8Array, at: number, end: number): boolean {
  return at === end || (bytes[at] !== BACKSLASH && startsPlain(bytes, at));
}
