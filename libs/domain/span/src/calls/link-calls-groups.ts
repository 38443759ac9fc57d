/** Spans, by their positions, that belong to one call: a union-find structure that keeps calls of different ids apart. */
export class CallGroups {
  readonly #parents: number[];
  readonly #ids: (string | null)[];

  /** `ids` are those of the calls, null where a span does not know it. */
  constructor(ids: readonly (string | null)[]) {
    this.#parents = ids.map((_, at) => at);
    this.#ids = [...ids];
  }

  find(at: number): number {
    let root = at;
    for (let up = this.#parents[root] ?? root; up !== root; up = this.#parents[root] ?? root) {
      this.#parents[root] = this.#parents[up] ?? up; // Halves the path, so that the next search is shorter.
      root = up;
    }
    return root;
  }

  idOf(at: number): string | null {
    return this.#ids[this.find(at)] ?? null;
  }

  /** Makes one call of two, unless both are known by different ids. Tells whether they are one now. */
  join(a: number, b: number): boolean {
    const [first, second] = [this.find(a), this.find(b)];
    if (first === second) return true;
    const [id, other] = [this.#ids[first] ?? null, this.#ids[second] ?? null];
    if (id !== null && other !== null && id !== other) return false;
    const [low, high] = first < second ? [first, second] : [second, first];
    this.#parents[high] = low;
    this.#ids[low] = id ?? other;
    return true;
  }
}
