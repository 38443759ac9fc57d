import type { Replacement } from "../views/view-builder.ts";
import type { TextRange } from "../views/view.ts";

/** Replacements of a text, told in order; what adjoins is one, so that a text of nothing else is few. */
export class ReplacementList {
  readonly #done: Replacement[] = [];
  #text = "";
  #blocks: number[] = [];
  #end = -1;

  add(text: string, { start, end }: TextRange): void {
    if (start !== this.#end) this.#close();
    this.#text += text;
    this.#blocks.push(text.length, start, end);
    this.#end = end;
  }

  /** Adds what is one already. */
  addAll(replacement: Replacement): void {
    this.#close();
    this.#done.push(replacement);
  }

  all(): readonly Replacement[] {
    this.#close();
    return this.#done;
  }

  #close(): void {
    if (this.#blocks.length > 0) this.#done.push({ text: this.#text, blocks: this.#blocks });
    this.#text = "";
    this.#blocks = [];
    this.#end = -1;
  }
}
