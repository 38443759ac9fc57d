import type { ByteArena } from "./byte-arena.ts";
import { standsAt } from "./canonical-json.ts";
import type { JsonStrings } from "./json-strings.ts";

const LINE_FEED = 0x0a;
const FIRST_TEXTS = 64;
const NONE = -1;

/** What the role of a message says about its place in a conversation. */
export const speaking = { asking: 0, user: 1, answering: 2, instructing: 3 } as const;

const encoder = new TextEncoder();
const roles = ["user", "assistant", "model", "system", "developer"].map((role) => encoder.encode(role));
/** What each of them is doing. */
const doing = [speaking.user, speaking.answering, speaking.answering, speaking.instructing, speaking.instructing];

/** One of `speaking` for the role in `[at, end)`. */
export function speakingOf(bytes: Uint8Array, at: number, end: number): number {
  for (let index = 0; index < roles.length; index += 1) {
    const role = roles[index];
    if (role !== undefined && role.length === end - at && standsAt(bytes, at, role)) {
      return doing[index] ?? speaking.asking;
    }
  }
  return speaking.asking;
}

/** The texts in the messages that are being read, and what `inputText` and `outputText` make of them. */
export class MessageTexts {
  readonly #arena: ByteArena;
  readonly #strings: JsonStrings;
  /** Places of the texts, as offsets in the messages' JSON. */
  #from = new Int32Array(FIRST_TEXTS);
  #to = new Int32Array(FIRST_TEXTS);
  /** Whether a text has no escapes. */
  #isPlain = new Uint8Array(FIRST_TEXTS);
  #message = new Int32Array(FIRST_TEXTS);
  #count = 0;
  #messages = 0;
  #lastAnswer = NONE;
  #lastUser = NONE;
  /** Whether a message is an instruction, by its number. */
  #instructing = new Uint8Array(FIRST_TEXTS);
  /** Place of the text that was asked for last. */
  at = 0;
  end = 0;

  constructor(arena: ByteArena, strings: JsonStrings) {
    this.#arena = arena;
    this.#strings = strings;
  }

  start(): void {
    this.#count = 0;
    this.#messages = 0;
    this.#lastAnswer = NONE;
    this.#lastUser = NONE;
  }

  get messages(): number {
    return this.#messages;
  }

  /** Begins a message of one of `speaking`. */
  addMessage(kind: number): void {
    const message = this.#messages;
    this.#messages += 1;
    if (message === this.#instructing.length) this.#instructing = doubled(this.#instructing, Uint8Array);
    this.#instructing[message] = kind === speaking.instructing ? 1 : 0;
    if (kind === speaking.answering) this.#lastAnswer = message;
    if (kind === speaking.user) this.#lastUser = message;
  }

  /** Adds a text of the message that was begun last; an empty one says nothing. */
  addText(from: number, to: number, isPlain: boolean): void {
    if (from === to) return;
    const text = this.#count;
    if (text === this.#from.length) this.#grow();
    this.#count += 1;
    this.#from[text] = from;
    this.#to[text] = to;
    this.#isPlain[text] = isPlain ? 1 : 0;
    this.#message[text] = this.#messages - 1;
  }

  /** Finds what was asked last, in messages whose JSON begins at `base`. */
  findInput(base: number): void {
    let first = this.#count;
    while (first > 0 && (this.#message[first - 1] ?? 0) > this.#lastAnswer) first -= 1;
    if (this.#join(base, first, true)) return;
    let from = 0;
    while (from < this.#count && (this.#message[from] ?? 0) < this.#lastUser) from += 1;
    let to = from;
    while (to < this.#count && this.#message[to] === this.#lastUser) to += 1;
    this.#count = to;
    this.#join(base, from, false);
  }

  /** Finds all that was said. */
  findOutput(base: number): void {
    this.#join(base, 0, false);
  }

  /** Joins the texts from `first` on by line feeds; one that stands as it is keeps its place. False without any. */
  #join(base: number, first: number, isAsked: boolean): boolean {
    const start = this.#arena.used;
    let joined = 0;
    let last = NONE;
    for (let text = first; text < this.#count; text += 1) {
      if (isAsked && this.#instructing[this.#message[text] ?? 0] === 1) continue;
      if (joined === 1) this.#write(base, last);
      if (joined >= 1) {
        this.#arena.push(LINE_FEED);
        this.#write(base, text);
      }
      joined += 1;
      last = text;
    }
    if (joined === 1) this.#place(base, last);
    else {
      this.at = start;
      this.end = this.#arena.used;
    }
    return joined > 0;
  }

  #place(base: number, text: number): void {
    if (this.#isPlain[text] === 1) {
      this.at = base + (this.#from[text] ?? 0);
      this.end = base + (this.#to[text] ?? 0);
      return;
    }
    this.at = this.#arena.used;
    this.#write(base, text);
    this.end = this.#arena.used;
  }

  #write(base: number, text: number): void {
    const from = base + (this.#from[text] ?? 0);
    const to = base + (this.#to[text] ?? 0);
    if (this.#isPlain[text] === 1) this.#arena.copy(from, to);
    else this.#strings.unescape(from, to);
  }

  #grow(): void {
    this.#from = doubled(this.#from, Int32Array);
    this.#to = doubled(this.#to, Int32Array);
    this.#isPlain = doubled(this.#isPlain, Uint8Array);
    this.#message = doubled(this.#message, Int32Array);
  }
}

function doubled<T extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  column: T,
  type: new (length: number) => T,
): T {
  const wider = new type(column.length * 2);
  wider.set(column);
  return wider;
}
