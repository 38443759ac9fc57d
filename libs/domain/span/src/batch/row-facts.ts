import type { Dialect } from "../facts/dialect.ts";
import { NO_DIALECT } from "../facts/collect-facts.ts";
import { FACTS } from "./key-plans.ts";
import type { KeyOffer } from "./key-plans.ts";

/**
 * Which facts of the row being read are known, by which rank, and how many each dialect told. Nothing is cleared between
 * rows: an entry counts when it bears the serial of the row.
 */
export class RowFacts {
  readonly #dialects: readonly Dialect[];
  readonly #factSerial = new Int32Array(FACTS);
  readonly #factRank = new Int32Array(FACTS);
  readonly #toldSerial: Int32Array;
  readonly #counts: Int32Array;
  #serial = 0;
  #scopes = 0;
  /** Dialects whose marker the row has, as bits. */
  markers = 0;

  constructor(dialects: readonly Dialect[]) {
    this.#dialects = dialects;
    this.#toldSerial = new Int32Array(FACTS * dialects.length);
    this.#counts = new Int32Array(dialects.length);
  }

  /** Begins a row; `scopes` are the dialects whose scope it has, as bits. */
  start(scopes: number): void {
    this.#serial += 1;
    this.#counts.fill(0);
    this.#scopes = scopes;
    this.markers = 0;
    if (this.#serial < 0x7fff_ffff) return;
    this.#factSerial.fill(0);
    this.#toldSerial.fill(0);
    this.#serial = 1;
  }

  /** Whether the value of an offer is to be stored: it is the first of its fact, or of a better rank than the last. */
  takes({ fact, dialect, rank }: KeyOffer): boolean {
    const serial = this.#serial;
    const told = dialect * FACTS + fact;
    if (this.#toldSerial[told] !== serial) {
      this.#toldSerial[told] = serial;
      this.#counts[dialect] = (this.#counts[dialect] ?? 0) + 1;
    }
    if (this.#factSerial[fact] === serial && (this.#factRank[fact] ?? 0) <= rank) return false;
    this.#factSerial[fact] = serial;
    this.#factRank[fact] = rank;
    return true;
  }

  knows(fact: number): boolean {
    return this.#factSerial[fact] === this.#serial;
  }

  /** Whether a dialect's number stands for one that tells GenAI facts. */
  isGenAi(dialect: number): boolean {
    return dialect < this.#dialects.length;
  }

  /** The number of the dialect that the row speaks; that of no dialect where it tells no GenAI fact. */
  dialect(): number {
    const signs = this.#scopes === 0 ? this.markers : this.#scopes;
    // The lowest bit that is set is the first of these dialects.
    if (signs !== 0) return 31 - Math.clz32(signs & -signs);
    let best = this.#dialects.length;
    let bestCount = 0;
    for (let dialect = 0; dialect < this.#dialects.length; dialect += 1) {
      const count = this.#counts[dialect] ?? 0;
      if (count <= bestCount || this.#dialects[dialect]?.name === NO_DIALECT) continue;
      best = dialect;
      bestCount = count;
    }
    return best;
  }
}
