import type { ByteArena } from "./byte-arena.ts";

const FIRST_CALLS = 16;
const FIELDS = 3;
/** Fields of a call, in the order in which they are stored. */
export const callField = { id: 0, name: 1, arguments: 2 } as const;

const encoder = new TextEncoder();
const names = ['{"id":', ',"name":', ',"arguments":'].map((name) => encoder.encode(name));
const absent = ['""', '""', "null"].map((value) => encoder.encode(value));
const text = { opening: encoder.encode("["), comma: encoder.encode(","), closing: encoder.encode("]") };
const callEnd = encoder.encode("}");

/** The tools that the messages being read ask for, and their list as `toolCallsOf` makes it. */
export class ToolCallPlaces {
  readonly #arena: ByteArena;
  /** Places of the fields of the calls, as offsets in the messages' JSON; empty for one that is not told. */
  #from = new Int32Array(FIRST_CALLS * FIELDS);
  #to = new Int32Array(FIRST_CALLS * FIELDS);
  count = 0;
  /** Place of the list that was written last. */
  at = 0;
  end = 0;

  constructor(arena: ByteArena) {
    this.#arena = arena;
  }

  start(): void {
    this.count = 0;
  }

  /** Begins a call of which nothing is known. */
  addCall(): void {
    const first = this.count * FIELDS;
    if (first === this.#from.length) this.#grow();
    this.count += 1;
    this.#from.fill(0, first, first + FIELDS);
    this.#to.fill(0, first, first + FIELDS);
  }

  /** Says where a field of the call that was begun last stands. */
  setField(field: number, from: number, to: number): void {
    const at = (this.count - 1) * FIELDS + field;
    this.#from[at] = from;
    this.#to[at] = to;
  }

  /** Writes the list of the calls in messages whose JSON begins at `base`. */
  write(base: number): void {
    const arena = this.#arena;
    this.at = arena.used;
    arena.append(text.opening);
    for (let call = 0; call < this.count; call += 1) {
      if (call > 0) arena.append(text.comma);
      for (let field = 0; field < FIELDS; field += 1) this.#writeField(call * FIELDS + field, field, base);
      arena.append(callEnd);
    }
    arena.append(text.closing);
    this.end = arena.used;
  }

  #writeField(at: number, field: number, base: number): void {
    const from = this.#from[at] ?? 0;
    const to = this.#to[at] ?? 0;
    this.#arena.append(names[field] ?? callEnd);
    if (to > from) this.#arena.copy(base + from, base + to);
    else this.#arena.append(absent[field] ?? callEnd);
  }

  #grow(): void {
    const [from, to] = [this.#from, this.#to];
    this.#from = new Int32Array(from.length * 2);
    this.#to = new Int32Array(to.length * 2);
    this.#from.set(from);
    this.#to.set(to);
  }
}
