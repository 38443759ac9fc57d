import type { ByteArena } from "./byte-arena.ts";
import { CanonicalJson, skipSpace } from "./canonical-json.ts";
import { CanonicalText } from "./canonical-text.ts";
import type { JsonStrings } from "./json-strings.ts";
import { speaking } from "./message-texts.ts";
import type { MessageTexts } from "./message-texts.ts";
import { partField, PartFields, spelling } from "./part-fields.ts";
import { isUtf8 } from "./utf8.ts";
import { MALFORMED } from "./json-strings.ts";

const SPACE = 0x20;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;

const { type, content } = partField;
const TYPE_AND_CONTENT = (1 << type) | (1 << content);

/** Reads system instructions as `readSystemInstructions` does: a plain text, or the texts of parts, joined by line feeds. */
export class SystemTexts {
  readonly #arena: ByteArena;
  readonly #texts: MessageTexts;
  readonly #fields: PartFields;
  /** Place of the text that was read last. */
  at = 0;
  end = 0;

  constructor(arena: ByteArena, strings: JsonStrings, texts: MessageTexts) {
    this.#arena = arena;
    this.#texts = texts;
    this.#fields = new PartFields(arena, strings, new CanonicalJson(arena, strings, new CanonicalText(arena)));
  }

  /** False where the instructions in `[at, end)` say nothing, or only the object path can read them. */
  read(at: number, end: number): boolean {
    const first = this.#arena.bytes[at] ?? 0;
    if (first === OPENING_BRACKET) return this.#list(at, end);
    this.at = at;
    this.end = end;
    return first > SPACE && first !== OPENING_BRACE && isUtf8(this.#arena.bytes, at, end);
  }

  #list(first: number, end: number): boolean {
    const { bytes } = this.#arena;
    this.#texts.start();
    this.#texts.addMessage(speaking.asking);
    let at = skipSpace(bytes, first + 1, end);
    for (;;) {
      at = this.#part(at, end);
      if (at === MALFORMED) return false;
      at = skipSpace(bytes, at, end);
      if (bytes[at] !== COMMA) break;
      at = skipSpace(bytes, at + 1, end);
    }
    if (at >= end || bytes[at] !== CLOSING_BRACKET || skipSpace(bytes, at + 1, end) !== end) return false;
    this.#texts.findOutput(0);
    this.at = this.#texts.at;
    this.end = this.#texts.end;
    return this.end > this.at;
  }

  #part(at: number, end: number): number {
    if (this.#arena.bytes[at] !== OPENING_BRACE) return MALFORMED;
    const fields = this.#fields;
    const after = fields.read(at + 1, end);
    if (after === MALFORMED || !fields.mayOnly(TYPE_AND_CONTENT) || !fields.isString(content)) return MALFORMED;
    const isPlain = fields.spelt[content] === spelling.plain;
    // Offsets from the beginning of all bytes: the texts are not part of a JSON that is written.
    this.#texts.addText((fields.at[content] ?? 0) + 1, (fields.end[content] ?? 0) - 1, isPlain);
    return after;
  }
}
