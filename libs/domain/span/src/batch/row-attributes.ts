import type { KeyOffer } from "./key-plans.ts";
import { storing } from "./key-plans.ts";

const FIRST_ATTRIBUTES = 64;
const NO_OFFER = -1;

/**
 * The attributes of the row being read, and which of them columns hold as they were sent. An attribute is taken when a fact
 * that it tells is the one in the column, or has the same value; `FactDraft.takenKeys` says it for objects.
 */
export class RowAttributes {
  /** Places of the keys, and of the AnyValues, by the attributes' numbers. */
  keyAt = new Int32Array(FIRST_ATTRIBUTES);
  keyEnd = new Int32Array(FIRST_ATTRIBUTES);
  valueAt = new Int32Array(FIRST_ATTRIBUTES);
  valueEnd = new Int32Array(FIRST_ATTRIBUTES);
  isTaken = new Uint8Array(FIRST_ATTRIBUTES);
  count = 0;
  #offers = 0;
  /** Of each offer: its fact, its attribute, and its value, which is a number, the number of a name, or a place. */
  #fact = new Int32Array(FIRST_ATTRIBUTES);
  #attribute = new Int32Array(FIRST_ATTRIBUTES);
  #value = new Float64Array(FIRST_ATTRIBUTES);
  #end = new Int32Array(FIRST_ATTRIBUTES);
  /** The offer that is in the column, by fact. */
  readonly #best: Int32Array;

  constructor(facts: number) {
    this.#best = new Int32Array(facts);
  }

  start(): void {
    this.count = 0;
    this.#offers = 0;
  }

  add(keyAt: number, keyEnd: number, valueAt: number, valueEnd: number): void {
    const attribute = this.count;
    if (attribute === this.keyAt.length) this.#growAttributes();
    this.count = attribute + 1;
    this.keyAt[attribute] = keyAt;
    this.keyEnd[attribute] = keyEnd;
    this.valueAt[attribute] = valueAt;
    this.valueEnd[attribute] = valueEnd;
    this.isTaken[attribute] = 0;
  }

  /** Notes what the attribute that was added last tells; `isBest` if it is the value in the fact's column now. */
  offer({ fact, store }: KeyOffer, isBest: boolean, value: number, end: number): void {
    const offer = this.#offers;
    if (offer === this.#fact.length) this.#growOffers();
    this.#offers = offer + 1;
    this.#fact[offer] = fact;
    this.#attribute[offer] = this.count - 1;
    this.#value[offer] = value;
    this.#end[offer] = store === storing.place || store === storing.id ? end : NO_OFFER;
    if (isBest) this.#best[fact] = offer;
  }

  /** Finds the attributes that are taken, but for those of disputed facts, which no column holds as they were sent. */
  findTaken(bytes: Uint8Array, firstDisputed: number, otherDisputed: number): void {
    for (let offer = 0; offer < this.#offers; offer += 1) {
      const fact = this.#fact[offer] ?? 0;
      if (fact === firstDisputed || fact === otherDisputed) continue;
      const best = this.#best[fact] ?? 0;
      if (best === offer || this.#isSame(bytes, offer, best)) this.isTaken[this.#attribute[offer] ?? 0] = 1;
    }
  }

  #isSame(bytes: Uint8Array, one: number, other: number): boolean {
    const at = this.#value[one] ?? 0;
    const from = this.#value[other] ?? 0;
    const end = this.#end[one] ?? NO_OFFER;
    if (end === NO_OFFER) return at === from;
    const length = end - at;
    if ((this.#end[other] ?? 0) - from !== length) return false;
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== bytes[from + index]) return false;
    return true;
  }

  #growAttributes(): void {
    this.keyAt = doubled(this.keyAt);
    this.keyEnd = doubled(this.keyEnd);
    this.valueAt = doubled(this.valueAt);
    this.valueEnd = doubled(this.valueEnd);
    const isTaken = new Uint8Array(this.isTaken.length * 2);
    isTaken.set(this.isTaken);
    this.isTaken = isTaken;
  }

  #growOffers(): void {
    this.#fact = doubled(this.#fact);
    this.#attribute = doubled(this.#attribute);
    this.#end = doubled(this.#end);
    const values = new Float64Array(this.#value.length * 2);
    values.set(this.#value);
    this.#value = values;
  }
}

function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(column.length * 2);
  wider.set(column);
  return wider;
}
