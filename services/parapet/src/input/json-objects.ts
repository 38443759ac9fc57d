import type { InputLine } from "./split-lines.ts";

/** An object that stands in an input, or a place where there is none. `name` says where, for messages. */
export type JsonPiece =
  | { readonly kind: "object"; readonly name: string; readonly bytes: Buffer }
  | { readonly kind: "unreadable"; readonly name: string; readonly reason: "undecodable_json" | "message_too_large" };

/** A line that begins an export request: whatever came before it and is not finished never will be. */
const requestStart = /^\s*\{\s*"resource_?[sS]pans"/;
const REQUEST_START_BYTES = 64;

const byte = (character: string): number => character.charCodeAt(0);
const [quote, backslash, openBrace, closeBrace] = [byte('"'), byte("\\"), byte("{"), byte("}")];
const [openBracket, closeBracket] = [byte("["), byte("]")];
const separators: ReadonlySet<number> = new Set(Buffer.from("[],\t\r\n "));

/**
 * The objects of a JSON input, whichever way it is laid out: one a line, one over many lines, several one after the
 * other, or all in a list. What cannot be read costs no more than itself: reading goes on at the next line that begins
 * an object. An object of more than `maxBytes` is unreadable.
 */
export async function* jsonObjects(
  groups: AsyncIterable<readonly InputLine[]>,
  maxBytes: number,
): AsyncGenerator<JsonPiece> {
  const reader = new ObjectReader(maxBytes);
  for await (const lines of groups) for (const line of lines) yield* reader.push(line);
  yield* reader.end();
}

/** Where reading stands: between objects, within one, or past something unreadable that goes on. */
type State = "between" | "within" | "unreadable";

class ObjectReader {
  readonly #maxBytes: number;
  #state: State = "between";
  #reason: "undecodable_json" | "message_too_large" = "undecodable_json";
  /** Lines of the object, or of what is unreadable. */
  #firstLine = 0;
  #lastLine = 0;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(line: InputLine): Generator<JsonPiece> {
    if (line.kind === "too_long") {
      yield* this.end();
      yield { kind: "unreadable", name: `line ${line.number}`, reason: "message_too_large" };
      return;
    }
    if (this.#isNewStart(line.bytes)) yield* this.end();
    if (this.#state !== "between" && line.bytes.length > 0) this.#lastLine = line.number;
    if (this.#state !== "unreadable") yield* this.#scan(line.bytes, line.number);
    // No string goes over a line end.
    if (this.#state === "within" && this.#isInString) this.#spoil("undecodable_json");
  }

  /** Gives up what is not finished. */
  *end(): Generator<JsonPiece> {
    if (this.#state !== "between") yield { kind: "unreadable", name: this.#name(), reason: this.#reason };
    this.#restart();
  }

  #isNewStart(bytes: Buffer): boolean {
    if (this.#state === "unreadable" && (bytes[0] === openBrace || bytes[0] === openBracket)) return true;
    return this.#state !== "between" && requestStart.test(bytes.toString("latin1", 0, REQUEST_START_BYTES));
  }

  *#scan(bytes: Buffer, number: number): Generator<JsonPiece> {
    let start = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const current = bytes[at] ?? 0;
      if (this.#state === "within") {
        if (!this.#closes(current)) continue;
        this.#keep(bytes.subarray(start, at + 1));
        if (this.#isSpoilt()) return;
        yield { kind: "object", name: this.#name(), bytes: Buffer.concat(this.#pieces) };
        this.#restart();
      } else if (current === openBrace) {
        this.#begin("within", number);
        this.#depth = 1;
        start = at;
      } else if (!separators.has(current)) {
        this.#begin("unreadable", number);
        return;
      }
    }
    if (this.#state === "within") this.#keep(bytes.subarray(start));
  }

  /** Whether this byte ends the object. */
  #closes(current: number): boolean {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (current === backslash) this.#isEscaped = true;
      else if (current === quote) this.#isInString = false;
    } else if (current === quote) this.#isInString = true;
    else if (current === openBrace || current === openBracket) this.#depth += 1;
    else if (current === closeBrace || current === closeBracket) this.#depth -= 1;
    return this.#depth === 0;
  }

  #keep(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) this.#spoil("message_too_large");
    else this.#pieces.push(piece);
  }

  #isSpoilt(): boolean {
    return this.#state === "unreadable";
  }

  #begin(state: State, number: number): void {
    this.#state = state;
    [this.#firstLine, this.#lastLine] = [number, number];
  }

  #spoil(reason: "undecodable_json" | "message_too_large"): void {
    const [firstLine, lastLine] = [this.#firstLine, this.#lastLine];
    this.#restart();
    this.#begin("unreadable", firstLine);
    [this.#lastLine, this.#reason] = [lastLine, reason];
  }

  #restart(): void {
    this.#state = "between";
    this.#reason = "undecodable_json";
    [this.#pieces, this.#bytes, this.#depth] = [[], 0, 0];
    [this.#isInString, this.#isEscaped] = [false, false];
  }

  #name(): string {
    return this.#firstLine === this.#lastLine
      ? `line ${this.#firstLine}`
      : `lines ${this.#firstLine}-${this.#lastLine}`;
  }
}
