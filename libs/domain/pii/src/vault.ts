import { Buffer } from "node:buffer";
import type { Finding } from "@parapet/detection";
import { applyOperators } from "./apply-operators.ts";

const word = String.raw`[A-Za-z\d]{1,64}`;
const joint = String.raw`[ _\\-]{1,3}`;
/** The brackets as they are, in HTML, and in JSON. */
const opening = String.raw`<|&(?:lt|#60|#x3c);|\\u003c`;
const closing = String.raw`>|&(?:gt|#62|#x3e);|\\u003e`;
/**
 * A placeholder as a model may spell it: `<EMAIL_ADDRESS_1>`, `< email address 1 >`, `<Email\_Address\_1>`, or escaped:
 * `&lt;EMAIL_ADDRESS_1&gt;`, `\u003cEMAIL_ADDRESS_1\u003e`.
 */
const placeholder = new RegExp(
  String.raw`(${opening})[ \t]{0,3}(${word}(?:${joint}${word}){0,8})${joint}(\d{1,5})[ \t]{0,3}(?:${closing})`,
  "gi",
);
const wholePlaceholder = /^[A-Z\d]{1,64}(?:_[A-Z\d]{1,64}){0,8}_\d{1,5}$/;

export interface VaultOptions {
  /** Bytes (UTF-8) that values and their placeholders may take together. */
  readonly maxBytes: number;
}

export interface Masked {
  readonly text: string;
  /** Values that have a placeholder now. */
  readonly count: number;
  /** Values that a full or closed vault did not take: `<ENTITY>` stands for them and stays. */
  readonly lost: number;
}

/**
 * The values of one request behind placeholders such as `<EMAIL_ADDRESS_1>`, so that its answer can have them back. Make
 * one for each request and close it with it: it knows only what it masked itself.
 */
export class Vault {
  readonly #maxBytes: number;
  /** Values by placeholder, as `EMAIL_ADDRESS_1`. */
  readonly #values = new Map<string, string>();
  /** Placeholders by entity and value. */
  readonly #placeholders = new Map<string, string>();
  /** The last number tried for each entity. */
  readonly #numbers = new Map<string, number>();
  /** Placeholders that stood in texts before they were given to values. */
  readonly #foreign = new Set<string>();
  #bytes = 0;
  /** Whether values are still taken: not without room, and not after `close`. */
  #isOpen = true;

  constructor({ maxBytes }: VaultOptions) {
    this.#maxBytes = maxBytes;
  }

  /** Puts placeholders for what was found; a value found again has the one it had. */
  mask(text: string, findings: readonly Pick<Finding, "category" | "entity" | "score" | "start" | "end">[]): Masked {
    this.#passOver(text);
    // Keeping all shows where the values are; named in the order of the text, they are counted as one reads them.
    const { items } = applyOperators(text, findings, { DEFAULT: { kind: "keep" } });
    for (const { entity, start, end } of items) this.#nameOf(text.slice(start, end), entity);
    let lost = 0;
    const operate = (value: string, entity: string): string => {
      const name = this.#nameOf(value, entity);
      if (name === null) lost += 1;
      return `<${name ?? entity}>`;
    };
    const masked = applyOperators(text, findings, { DEFAULT: { kind: "custom", operate } });
    return { text: masked.text, count: masked.count - lost, lost };
  }

  /**
   * Puts the values back, also where case or blanks of a placeholder changed a little; unknown ones stay. Where a placeholder
   * is escaped for HTML or JSON, so is the value.
   */
  restore(text: string): string {
    return text.replaceAll(placeholder, (written, bracket: string, entity: string, number: string) => {
      const value = this.#values.get(nameOf(entity, number));
      return value === undefined ? written : escapedAs(bracket, value);
    });
  }

  /** Forgets all values. What is masked afterwards has no way back. */
  close(): void {
    this.#isOpen = false;
    this.#values.clear();
    this.#placeholders.clear();
    this.#numbers.clear();
    this.#foreign.clear();
    this.#bytes = 0;
  }

  /** Placeholders that stand in a text already are not given to values: they would be restored where nobody masked. */
  #passOver(text: string): void {
    for (const [, , entity = "", number = ""] of text.matchAll(placeholder)) {
      const name = nameOf(entity, number);
      if (this.#values.has(name) || this.#foreign.has(name)) continue;
      // Without room for the names that a text is full of, no placeholder is sure to be new.
      if (this.#takes(name.length)) this.#foreign.add(name);
      else this.#isOpen = false;
    }
  }

  /** The placeholder of a value, a new one where it has none; null when there is no room for it. */
  #nameOf(value: string, entity: string): string | null {
    const identity = `${entity}\0${value}`;
    const known = this.#placeholders.get(identity);
    if (known !== undefined || !this.#isOpen) return known ?? null;
    const key = entityKey(entity);
    const number = this.#nextNumber(key);
    const name = `${key}_${number}`;
    const bytes = 2 * Buffer.byteLength(value) + 2 * Buffer.byteLength(name) + Buffer.byteLength(entity);
    if (!wholePlaceholder.test(name) || !this.#takes(bytes)) return null;
    this.#numbers.set(key, number);
    this.#values.set(name, value);
    this.#placeholders.set(identity, name);
    return name;
  }

  #nextNumber(key: string): number {
    let tried = this.#numbers.get(key) ?? 0;
    while (this.#foreign.has(`${key}_${tried + 1}`)) tried += 1;
    // Kept only beside names that have taken their bytes, so that no value passes over them again.
    if (tried > 0) this.#numbers.set(key, tried);
    return tried + 1;
  }

  /** Whether there is room for so many bytes, which are then taken. */
  #takes(bytes: number): boolean {
    const hasRoom = this.#bytes + bytes <= this.#maxBytes;
    if (hasRoom) this.#bytes += bytes;
    return hasRoom;
  }
}

/** An entity in the one spelling of placeholders. */
function entityKey(entity: string): string {
  return entity.toUpperCase().replaceAll(/[^A-Z\d]+/g, "_");
}

function nameOf(entity: string, number: string): string {
  return `${entityKey(entity)}_${Number(number)}`;
}

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A value for a text that is escaped as a bracket in it is. */
function escapedAs(bracket: string, value: string): string {
  if (bracket.startsWith("&")) return value.replaceAll(/[&<>"]/g, (character) => references[character] ?? character);
  return bracket.startsWith("\\") ? JSON.stringify(value).slice(1, -1) : value;
}
