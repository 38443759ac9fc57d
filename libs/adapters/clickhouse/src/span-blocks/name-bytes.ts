import { ByteWriter } from "../native/byte-writer.ts";
import type { TextTable } from "@parapet/span";

const nothing = new Uint8Array([0]);

/** The names of a text table as Native has them, each made once: its length, then its UTF-8. */
export class NameBytes {
  readonly #writer = new ByteWriter();
  readonly #names: (Uint8Array | undefined)[] = [];
  #table: TextTable | null = null;
  #generation = 0;

  /** To be called before each batch: numbers of another table, or of one that was emptied since, mean something else. */
  follow(table: TextTable): void {
    if (table === this.#table && table.generation === this.#generation) return;
    this.#table = table;
    this.#generation = table.generation;
    this.#names.length = 0;
  }

  /** The name of a number; that of no name is the empty one. */
  of(id: number): Uint8Array {
    if (id <= 0) return nothing;
    return this.#names[id] ?? this.#make(id);
  }

  #make(id: number): Uint8Array {
    const name = stringBytes(this.#table?.textOf(id) ?? "", this.#writer);
    this.#names[id] = name;
    return name;
  }
}

/** A text as Native has it. */
export function stringBytes(text: string, writer: ByteWriter = new ByteWriter()): Uint8Array {
  writer.clear();
  writer.text(text);
  return Uint8Array.from(writer.view());
}
