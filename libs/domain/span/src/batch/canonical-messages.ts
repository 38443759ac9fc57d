import type { ByteArena } from "./byte-arena.ts";
import { CanonicalJson, skipSpace, standsAt } from "./canonical-json.ts";
import { CanonicalParts } from "./canonical-parts.ts";
import type { CanonicalText } from "./canonical-text.ts";
import type { JsonStrings } from "./json-strings.ts";
import { KnownText } from "./known-text.ts";
import { speakingOf } from "./message-texts.ts";
import type { MessageTexts } from "./message-texts.ts";
import type { ToolCallPlaces } from "./tool-call-places.ts";
import { MALFORMED } from "./json-strings.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const LETTER_N = 0x6e;

/** The object path makes one text of a longer list. */
const MAX_MESSAGES = 10_000;

const encoder = new TextEncoder();
const keys = {
  role: encoder.encode('"role"'),
  parts: encoder.encode('"parts"'),
  content: encoder.encode('"content"'),
  finishReason: encoder.encode('"finish_reason"'),
};
/** How most messages begin, spelt as they are stored; a message that begins otherwise is read key by key. */
const openings = ["user", "assistant", "system", "tool"].map((role) => ({
  text: new KnownText(`{"role":"${role}","parts":[`),
  kind: speakingOf(encoder.encode(role), 0, role.length),
}));
const nullWord = encoder.encode("null");
const written = {
  opening: encoder.encode("["),
  closing: encoder.encode("]"),
  comma: encoder.encode(","),
  role: encoder.encode('{"role":'),
  parts: encoder.encode(',"parts":['),
  partsEnd: encoder.encode("]"),
  finishReason: encoder.encode(',"finish_reason":'),
  messageEnd: encoder.encode("}"),
};

/** What messages are written with, and what is learnt of them on the way. */
export interface MessageWriting {
  readonly arena: ByteArena;
  readonly strings: JsonStrings;
  readonly out: CanonicalText;
  readonly texts: MessageTexts;
  readonly calls: ToolCallPlaces;
}

/**
 * Writes a list of messages in the JSON of OpenTelemetry's schema as it is stored, which is what `JSON.stringify` makes of
 * the messages that `messagesReader` reads. It knows a role, parts or one text, and the reason of the end, in this order;
 * anything else is for the object path.
 */
export class CanonicalMessages {
  readonly #arena: ByteArena;
  readonly #strings: JsonStrings;
  readonly #out: CanonicalText;
  readonly #texts: MessageTexts;
  readonly #json: CanonicalJson;
  readonly #parts: CanonicalParts;
  /** Place of the last reason that an answer gives for its end, and how many give one. */
  reasonAt = 0;
  reasonEnd = 0;
  reasons = 0;

  constructor(writing: MessageWriting) {
    this.#arena = writing.arena;
    this.#strings = writing.strings;
    this.#out = writing.out;
    this.#texts = writing.texts;
    this.#json = new CanonicalJson(writing.arena, writing.strings, writing.out);
    this.#parts = new CanonicalParts(writing, this.#json);
  }

  /** Writes the list in `[first, end)`. False where it has to be read as objects. */
  write(first: number, end: number): boolean {
    const { bytes } = this.#arena;
    this.reasons = 0;
    let at = skipSpace(bytes, first, end);
    if (bytes[at] !== OPENING_BRACKET) return false;
    this.#out.begin(at);
    this.#out.literal(written.opening);
    at = skipSpace(bytes, at + 1, end);
    if (bytes[at] !== CLOSING_BRACKET) at = this.#list(at, end);
    if (at === MALFORMED || at >= end || this.#arena.bytes[at] !== CLOSING_BRACKET) return false;
    this.#out.literal(written.closing);
    this.#out.finish();
    return skipSpace(this.#arena.bytes, at + 1, end) === end && this.#texts.messages <= MAX_MESSAGES;
  }

  #list(first: number, end: number): number {
    let at = first;
    for (;;) {
      at = this.#message(at, end);
      if (at === MALFORMED) return MALFORMED;
      at = skipSpace(this.#arena.bytes, at, end);
      if (this.#arena.bytes[at] !== COMMA) return at;
      this.#out.literal(written.comma);
      at = skipSpace(this.#arena.bytes, at + 1, end);
    }
  }

  #message(first: number, end: number): number {
    const parts = this.#opening(first, end);
    let at = parts === MALFORMED ? this.#roleAndSaid(first, end) : this.#partsFrom(parts, end);
    if (at === MALFORMED) return MALFORMED;
    at = skipSpace(this.#arena.bytes, at, end);
    if (this.#arena.bytes[at] === COMMA) {
      at = this.#finishReason(skipSpace(this.#arena.bytes, at + 1, end), end);
      if (at === MALFORMED) return MALFORMED;
      at = skipSpace(this.#arena.bytes, at, end);
    }
    if (this.#arena.bytes[at] !== CLOSING_BRACE) return MALFORMED;
    this.#out.literal(written.messageEnd);
    return at + 1;
  }

  /** Writes a message up to its first part where it begins as most do; answers where that part begins. */
  #opening(first: number, end: number): number {
    const { view } = this.#arena;
    for (let index = 0; index < openings.length; index += 1) {
      const opening = openings[index];
      if (opening === undefined || !opening.text.standsAt(view, first, end)) continue;
      const after = first + opening.text.length;
      this.#out.keep(first, after);
      this.#texts.addMessage(opening.kind);
      return after;
    }
    return MALFORMED;
  }

  #partsFrom(first: number, end: number): number {
    const after = this.#parts.writeList(first, end);
    if (after !== MALFORMED) this.#out.literal(written.partsEnd);
    return after;
  }

  #roleAndSaid(first: number, end: number): number {
    if (this.#arena.bytes[first] !== OPENING_BRACE) return MALFORMED;
    const at = this.#role(skipSpace(this.#arena.bytes, first + 1, end), end);
    return at === MALFORMED ? MALFORMED : this.#said(at, end);
  }

  #role(first: number, end: number): number {
    const { bytes } = this.#arena;
    const at = this.#valueOf(keys.role, first, end);
    if (at === MALFORMED || bytes[at] !== QUOTE) return MALFORMED;
    const closing = this.#strings.endOf(at + 1, end);
    // A message whose role says nothing is given one.
    if (closing === MALFORMED || !this.#strings.isPlain || closing === at + 1) return MALFORMED;
    this.#out.literal(written.role);
    this.#out.keep(at, closing + 1);
    this.#texts.addMessage(speakingOf(bytes, at + 1, closing));
    const comma = skipSpace(bytes, closing + 1, end);
    return bytes[comma] === COMMA ? skipSpace(bytes, comma + 1, end) : MALFORMED;
  }

  #said(first: number, end: number): number {
    const { bytes } = this.#arena;
    const isText = standsAt(bytes, first, keys.content);
    const at = this.#valueOf(isText ? keys.content : keys.parts, first, end);
    if (at === MALFORMED || bytes[at] !== (isText ? QUOTE : OPENING_BRACKET)) return MALFORMED;
    this.#out.literal(written.parts);
    if (!isText) return this.#partsFrom(at + 1, end);
    const after = this.#parts.writeText(at, end);
    if (after !== MALFORMED) this.#out.literal(written.partsEnd);
    return after;
  }

  /** A reason that is null or empty is left out. */
  #finishReason(first: number, end: number): number {
    const { bytes } = this.#arena;
    const at = this.#valueOf(keys.finishReason, first, end);
    if (at === MALFORMED) return MALFORMED;
    if (bytes[at] === LETTER_N && standsAt(bytes, at, nullWord)) return at + nullWord.length;
    const closing = bytes[at] === QUOTE ? this.#strings.endOf(at + 1, end) : MALFORMED;
    if (closing === MALFORMED || !this.#strings.isPlain) return MALFORMED;
    if (closing === at + 1) return closing + 1;
    this.#out.literal(written.finishReason);
    this.#out.keep(at, closing + 1);
    this.reasonAt = at + 1;
    this.reasonEnd = closing;
    this.reasons += 1;
    return closing + 1;
  }

  /** Where the value of a key begins that stands at `at`; `MALFORMED` where another key does. */
  #valueOf(key: Uint8Array, at: number, end: number): number {
    const { bytes } = this.#arena;
    if (!standsAt(bytes, at, key)) return MALFORMED;
    const colon = skipSpace(bytes, at + key.length, end);
    return bytes[colon] === COLON ? skipSpace(bytes, colon + 1, end) : MALFORMED;
  }
}
