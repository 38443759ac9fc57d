import type { TextRange } from "../views/view.ts";
import type { ObfuscationTally } from "./obfuscation.ts";
import type { TokenReader } from "./token-reader.ts";

const eastAsian = /[\u3001\u3002\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff61-\uff9d]/;
const asciiLetter = /[A-Za-z]/;

interface Seen {
  readonly range: TextRange;
  readonly token: number;
}

/**
 * Sees letters and digits of full width, which are ordinary in East Asian texts: there they hide something only where
 * they stand next to ASCII letters, elsewhere wherever they are.
 */
export class FullWidthWitness {
  readonly #text: string;
  readonly #seen: Seen[] = [];
  readonly #mixed: Seen[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Looks at a character of the text, in order. */
  see(codePoint: number, start: number, tokens: TokenReader): void {
    if (!isFullWidthWordCharacter(codePoint)) return;
    const seen = { range: { start, end: start + 1 }, token: tokens.at(start).start };
    this.#seen.push(seen);
    const neighbours = this.#text.charAt(start - 1) + this.#text.charAt(start + 1);
    if (codePoint > 0xff_19 && asciiLetter.test(neighbours)) this.#mixed.push(seen);
  }

  /** Tells what was seen, once the whole text is read. */
  report(tally: ObfuscationTally): void {
    if (this.#seen.length === 0) return;
    const told = eastAsian.test(this.#text) ? this.#mixed : this.#seen;
    for (const { range, token } of told) tally.add("full_width", 1, { range, token });
  }
}

function isFullWidthWordCharacter(codePoint: number): boolean {
  if (codePoint < 0xff_10 || codePoint > 0xff_5a) return false;
  return codePoint <= 0xff_19 || (codePoint >= 0xff_21 && codePoint <= 0xff_3a) || codePoint >= 0xff_41;
}
