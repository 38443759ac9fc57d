import type { TextRange } from "../views/view.ts";

/** Ways of hiding text from programs, or in sight of people. A bounded set: it becomes the name of a finding. */
export const obfuscationKinds = [
  "zero_width",
  "bidi",
  "tags",
  "variation_selectors",
  "homoglyph",
  "full_width",
  "soft_hyphen",
  "zalgo",
] as const;
export type ObfuscationKind = (typeof obfuscationKinds)[number];

/** What of one kind a text has. */
export interface Obfuscation {
  readonly kind: ObfuscationKind;
  /** Characters that hide or are hidden; words for `homoglyph`. */
  readonly count: number;
  /** Where, in the original: one range for each stretch without blanks, up to the 64th. */
  readonly ranges: readonly TextRange[];
}

/** Ranges that are kept of a kind; all are counted. */
const maxObfuscationRanges = 64;

/** What is seen of each kind while a text is read from its beginning to its end. */
export class ObfuscationTally {
  readonly #counts = new Map<ObfuscationKind, number>();
  readonly #ranges = new Map<ObfuscationKind, TextRange[]>();
  readonly #tokens = new Map<ObfuscationKind, number>();

  /** Adds `count` characters; `token` is where the stretch without blanks begins that they stand in. */
  add(
    kind: ObfuscationKind,
    count: number,
    { range, token }: { readonly range: TextRange; readonly token: number },
  ): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
    const ranges = this.#ranges.get(kind) ?? [];
    this.#ranges.set(kind, ranges);
    const last = ranges.at(-1);
    if (last !== undefined && this.#tokens.get(kind) === token) ranges.splice(-1, 1, { ...last, end: range.end });
    else if (ranges.length < maxObfuscationRanges) {
      ranges.push(range);
      this.#tokens.set(kind, token);
    }
  }

  /** All that was seen, in the order of the kinds. */
  seen(): readonly Obfuscation[] {
    return obfuscationKinds.flatMap((kind) => {
      const count = this.#counts.get(kind);
      return count === undefined ? [] : [{ kind, count, ranges: this.#ranges.get(kind) ?? [] }];
    });
  }
}
