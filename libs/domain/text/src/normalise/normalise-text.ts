import { ViewBuilder } from "../views/view-builder.ts";
import { identityView, type View } from "../views/view.ts";
import { INVISIBLE, JOINED, KEPT, LOOK_ALIKE, allDiacritics, readingOf, replacementOf } from "./character-reading.ts";
import { firstNonAscii } from "./first-non-ascii.ts";
import { FullWidthWitness } from "./full-width-witness.ts";
import { hiddenText, invisibleRunAt, isObfuscation } from "./invisible-run.ts";
import { mixedWords } from "./mixed-words.ts";
import { ObfuscationTally, type Obfuscation } from "./obfuscation.ts";
import { maxMarks } from "./stream-safe.ts";
import { TokenReader } from "./token-reader.ts";

/** A view in the plainest characters that say the same, and what was done to hide it. */
export interface NormalisedText extends View {
  readonly obfuscations: readonly Obfuscation[];
}

/** A character with what belongs to it, as it is read. */
interface Base {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Diacritics on one character that no orthography has. */
const floodOfDiacritics = 4;

/**
 * Reads a text as a person sees it, in one pass over it: NFKC of each character with its marks, decimal digits in
 * ASCII, invisible characters removed, text that is carried by tags or variation selectors shown, diacritics removed
 * that compose with nothing, and characters that look like ASCII ones read as these where they stand among such. The
 * order of marks is kept as it is.
 */
export function normaliseText(text: string): NormalisedText {
  const first = firstNonAscii(text);
  return first === -1 ? { ...identityView(text), obfuscations: [] } : new TextNormaliser(text).read(first);
}

/** The reading of one text. */
class TextNormaliser {
  readonly #text: string;
  readonly #view: ViewBuilder;
  readonly #tokens: TokenReader;
  readonly #tally = new ObfuscationTally();
  readonly #fullWidth: FullWidthWitness;
  /** Where the last token begins whose words were looked at. */
  #judged = -1;

  constructor(text: string) {
    this.#text = text;
    this.#view = new ViewBuilder(text);
    this.#tokens = new TokenReader(text);
    this.#fullWidth = new FullWidthWitness(text);
  }

  read(first: number): NormalisedText {
    let at = first;
    while (at < this.#text.length) {
      const unit = this.#text.charCodeAt(at);
      at = unit < 0x80 ? at + 1 : this.#readCharacter(at);
    }
    this.#fullWidth.report(this.#tally);
    return { ...this.#view.build(), obfuscations: this.#tally.seen() };
  }

  /** Reads what begins at `start`, and gives where it ends. */
  #readCharacter(start: number): number {
    const codePoint = this.#text.codePointAt(start) ?? 0;
    const end = start + (codePoint > 0xff_ff ? 2 : 1);
    const reading = readingOf(codePoint);
    if (reading === KEPT) return end;
    if (reading === INVISIBLE) return this.#readInvisible(start);
    if (reading === JOINED) return this.#readMarks(this.#baseBefore(start));
    if (reading === LOOK_ALIKE && !this.#isAmongLatin(start)) return end;
    this.#fullWidth.see(codePoint, start, this.#tokens);
    const base = { start, end, text: replacementOf(codePoint) };
    if (end < this.#text.length && this.#isJoined(end)) return this.#readMarks(base);
    this.#view.replace(base, base.text);
    return end;
  }

  #isJoined(offset: number): boolean {
    const codePoint = this.#text.codePointAt(offset) ?? 0;
    return codePoint >= 0x80 && readingOf(codePoint) === JOINED;
  }

  /** Whether look-alikes at an offset are read as what they look like; tells on words that they are mixed into. */
  #isAmongLatin(offset: number): boolean {
    const token = this.#tokens.at(offset);
    if (token.isLatin && token.start !== this.#judged) {
      this.#judged = token.start;
      for (const range of mixedWords(this.#text, token)) {
        this.#tally.add("homoglyph", 1, { range, token: range.start });
      }
    }
    return token.isLatin;
  }

  /** The character that marks at `offset` belong to: none where it was read already, and they stand alone. */
  #baseBefore(offset: number): Base {
    const width = (this.#text.codePointAt(offset - 2) ?? 0) > 0xff_ff ? 2 : 1;
    const start = Math.max(offset - width, 0);
    if (start < this.#view.done || offset === 0) return { start: offset, end: offset, text: "" };
    return { start, end: offset, text: this.#text.slice(start, offset) };
  }

  /** Reads a character and the marks behind it, however many. */
  #readMarks(base: Base): number {
    let end = base.end;
    let count = 0;
    let composed = base.end;
    for (; end < this.#text.length && this.#isJoined(end); count += 1) {
      end += (this.#text.codePointAt(end) ?? 0) > 0xff_ff ? 2 : 1;
      if (count < maxMarks) composed = end;
    }
    const marks = this.#text.slice(base.end, composed);
    if ((marks.match(allDiacritics)?.length ?? 0) >= floodOfDiacritics) {
      const range = { start: base.start, end };
      this.#tally.add("zalgo", count, { range, token: this.#tokens.at(base.start).start });
    }
    const plain = (base.text + marks).normalize("NFKC").replaceAll(allDiacritics, "");
    if (plain !== this.#text.slice(base.start, end)) this.#view.replace({ start: base.start, end }, plain);
    return end;
  }

  #readInvisible(start: number): number {
    const run = invisibleRunAt(this.#text, start);
    if (isObfuscation(this.#text, run)) {
      const range = { start: run.start, end: run.end };
      this.#tally.add(run.kind, run.count, { range, token: this.#tokens.at(start).start });
    }
    const hidden = hiddenText(this.#text, run);
    if (hidden !== undefined) {
      this.#separate(run.start, this.#view.unitBefore(run.start));
      this.#view.replaceByBlocks(hidden);
      this.#separate(run.end, this.#text.charAt(run.end));
    }
    this.#view.replace({ start: hidden === undefined ? run.start : run.end, end: run.end }, "");
    return run.end;
  }

  /** Sets hidden text apart from what it was hidden in. */
  #separate(offset: number, neighbour: string): void {
    if (neighbour.trim() !== "") this.#view.replace({ start: offset, end: offset }, " ");
  }
}
