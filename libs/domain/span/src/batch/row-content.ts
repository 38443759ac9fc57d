import type { ByteArena } from "./byte-arena.ts";
import { skipSpace } from "./canonical-json.ts";
import { CanonicalMessages } from "./canonical-messages.ts";
import { CanonicalText } from "./canonical-text.ts";
import type { ContentColumns, PlaceColumn } from "./content-columns.ts";
import { JsonStrings } from "./json-strings.ts";
import { MessageTexts } from "./message-texts.ts";
import { startsPlain } from "./plain-start.ts";
import { SystemTexts } from "./system-texts.ts";
import { ToolCallPlaces } from "./tool-call-places.ts";
import { isUtf8 } from "./utf8.ts";

const OPENING_BRACKET = 0x5b;

/** The sides of a conversation. */
export const side = { input: 0, output: 1 } as const;

const encoder = new TextEncoder();
/** What stands around a text that is no JSON: it is the only message of its side. */
const beforeText = ["user", "assistant"].map((role) =>
  encoder.encode(`[{"role":"${role}","parts":[{"type":"text","content":`),
);
const afterText = encoder.encode("}]}]");

/**
 * Writes what is said in the row being read into the content columns. Each `store` answers false where only the object
 * path can tell what is stored; the row is given up then, and what was written of it is taken back with `forgetRow`.
 */
export class RowContent {
  readonly columns: ContentColumns;
  readonly strings: JsonStrings;
  readonly #arena: ByteArena;
  readonly #out: CanonicalText;
  readonly #texts: MessageTexts;
  readonly #calls: ToolCallPlaces;
  readonly #messages: CanonicalMessages;
  readonly #system: SystemTexts;
  readonly #saidColumns: readonly PlaceColumn[];
  readonly #textColumns: readonly PlaceColumn[];
  #arenaMark = 0;
  #entriesMark = 0;
  /** How many answers of the row give a reason for their end, and the place of the last. */
  reasons = 0;
  reasonAt = 0;
  reasonEnd = 0;

  constructor(arena: ByteArena, columns: ContentColumns) {
    const strings = new JsonStrings(arena);
    const out = new CanonicalText(arena);
    const texts = new MessageTexts(arena, strings);
    const calls = new ToolCallPlaces(arena);
    this.columns = columns;
    this.strings = strings;
    this.#arena = arena;
    this.#out = out;
    this.#texts = texts;
    this.#calls = calls;
    this.#messages = new CanonicalMessages({ arena, strings, out, texts, calls });
    this.#system = new SystemTexts(arena, strings, texts);
    this.#saidColumns = [columns.inputMessages, columns.outputMessages];
    this.#textColumns = [columns.inputText, columns.outputText];
  }

  startRow(row: number, resource: number): void {
    this.#arenaMark = this.#arena.used;
    this.#entriesMark = this.columns.entries.count;
    this.reasons = 0;
    this.columns.clearRow(row, resource);
  }

  /** Takes back what was written of the row, which will be an object. */
  forgetRow(): void {
    this.#arena.used = this.#arenaMark;
    this.columns.entries.count = this.#entriesMark;
  }

  /** Stores the messages of a side, which `messagesReader` reads for an object. */
  storeMessages(of: number, row: number, at: number, end: number): boolean {
    const { bytes } = this.#arena;
    const isList = bytes[skipSpace(bytes, at, end)] === OPENING_BRACKET;
    return isList ? this.#storeList(of, row, at, end) : this.#storeText(of, row, at, end);
  }

  /** Stores instructions, which `readSystemInstructions` reads for an object. */
  storeInstructions(row: number, at: number, end: number): boolean {
    if (!this.#system.read(at, end)) return false;
    this.columns.systemInstructions.set(row, this.#system.at, this.#system.end);
    return true;
  }

  /** Stores the definitions of tools, which are kept as they were sent. */
  storeDefinitions(row: number, at: number, end: number): boolean {
    this.columns.toolDefinitions.set(row, at, end);
    return isUtf8(this.#arena.bytes, at, end);
  }

  storeStatusMessage(row: number, at: number, end: number): boolean {
    this.columns.statusMessage.set(row, at, end);
    return isUtf8(this.#arena.bytes, at, end);
  }

  #storeList(of: number, row: number, at: number, end: number): boolean {
    const texts = this.#texts;
    texts.start();
    this.#calls.start();
    if (!this.#messages.write(at, end)) return false;
    const base = this.#out.at;
    this.#saidColumns[of]?.set(row, base, this.#out.end);
    if (of === side.input) texts.findInput(base);
    else {
      texts.findOutput(base);
      this.#noteAnswer(row, base);
    }
    this.#textColumns[of]?.set(row, texts.at, texts.end);
    return true;
  }

  #noteAnswer(row: number, base: number): void {
    const { reasons, reasonAt, reasonEnd } = this.#messages;
    this.reasons = reasons;
    this.reasonAt = reasonAt;
    this.reasonEnd = reasonEnd;
    if (this.#calls.count === 0) return;
    this.#calls.write(base);
    this.columns.toolCalls.set(row, this.#calls.at, this.#calls.end);
  }

  #storeText(of: number, row: number, at: number, end: number): boolean {
    const arena = this.#arena;
    const before = beforeText[of];
    if (before === undefined || !startsPlain(arena.bytes, at)) return false;
    const start = arena.used;
    arena.append(before);
    if (!this.strings.quote(at, end)) return false;
    arena.append(afterText);
    this.#saidColumns[of]?.set(row, start, arena.used);
    this.#textColumns[of]?.set(row, at, end);
    return true;
  }
}
