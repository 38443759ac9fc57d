import type { TextTable } from "./text-table.ts";
import { UNKNOWN_TEXT } from "./text-table.ts";

const UNASKED = -2;
/** The name says nothing of what was asked. */
export const NO_TEXT = -3;

/** What a pure function makes of the names in a text table, remembered by their numbers. */
export class DerivedNames {
  readonly #names: TextTable;
  readonly #derive: (name: string) => string | undefined;
  readonly #ids: Int32Array;

  constructor(names: TextTable, maxNames: number, derive: (name: string) => string | undefined) {
    this.#names = names;
    this.#derive = derive;
    this.#ids = new Int32Array(maxNames).fill(UNASKED);
  }

  /** `UNKNOWN_TEXT` where the table has no room for the answer, `NO_TEXT` where there is none. */
  idOf(id: number): number {
    const known = this.#ids[id] ?? UNKNOWN_TEXT;
    if (known !== UNASKED) return known;
    const derived = this.#derive(this.#names.textOf(id));
    const answer = derived === undefined || derived === "" ? NO_TEXT : this.#names.idOfText(derived);
    this.#ids[id] = answer;
    return answer;
  }

  forget(): void {
    this.#ids.fill(UNASKED);
  }
}
