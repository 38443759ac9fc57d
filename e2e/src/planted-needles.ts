import type { PlantedSecret } from "./planted-secrets.ts";

/** What was found where nothing may be. */
export interface Leak {
  readonly value: string;
  readonly form: string;
}

interface Needle extends Leak {
  /** ASCII in lower case. */
  readonly bytes: Buffer;
}

/** A needle is looked at where its first bytes stand; none is shorter. */
const HEAD = 8;
/** Any part of a credential of this length counts as it. */
const PIECE = 12;
const TABLE_BITS = 22;

/** Looks for all values at once, in every form in which a program may have written them. */
export class NeedleSearch {
  /** Where a head may be, by its hash. */
  readonly #table = new Uint8Array(1 << TABLE_BITS);
  readonly #byHead = new Map<string, Needle[]>();

  constructor(secrets: readonly PlantedSecret[]) {
    for (const secret of secrets) {
      for (const [form, text] of formsOf(secret)) this.#add(secret.value, form, text);
    }
  }

  /** How many texts are looked for. */
  get size(): number {
    return [...this.#byHead.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Every value that some part of the text tells, whether in upper or lower case. */
  find(haystack: string | Uint8Array): readonly Leak[] {
    const bytes = folded(typeof haystack === "string" ? Buffer.from(haystack) : Buffer.from(haystack));
    const found = new Map<string, Leak>();
    for (let at = 0; at + HEAD <= bytes.length; at += 1) {
      if (this.#table[hashAt(bytes, at)] === 0) continue;
      for (const { bytes: needle, value, form } of this.#byHead.get(headAt(bytes, at)) ?? []) {
        if (needle.equals(bytes.subarray(at, at + needle.length))) {
          found.set(`${value} ${form}`, { value, form });
        }
      }
    }
    return [...found.values()];
  }

  #add(value: string, form: string, text: string): void {
    const bytes = folded(Buffer.from(text));
    if (bytes.length < HEAD) throw new Error("a needle is too short to be looked for");
    this.#table[hashAt(bytes, 0)] = 1;
    const head = headAt(bytes, 0);
    this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), { bytes, value, form }]);
  }
}

function formsOf({
  value,
  text,
  isCredential,
  isHidden,
}: PlantedSecret): readonly (readonly [form: string, text: string])[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [
    ["as it is", value],
    // Nine digits in a row are in every long number by chance.
    ...(isLong(value) ? [["without separators", value.replaceAll(/[ -]/g, "")] as const] : []),
    ["in JSON", json],
    ["in JSON in JSON", JSON.stringify(json).slice(1, -1)],
    ["in a URL", encodeURIComponent(value)],
    ["in hex", Buffer.from(value).toString("hex")],
    ["with characters of no width", Array.from(value).join("\u200B")],
    ...base64Forms(value),
    ...(isHidden ? [["as it was hidden", text] as const, ...base64Forms(text)] : []),
    ...(isCredential ? piecesOf(value) : []),
  ];
}

function isLong(value: string): boolean {
  return value.replaceAll(/[ -]/g, "").length > 9;
}

/** In base64 a value has three forms, after the number of bytes before it; the characters at its ends depend on others. */
function base64Forms(value: string): readonly (readonly [string, string])[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
    const from = before === 0 ? 0 : 4;
    return [
      ["in base64", whole.toString("base64").slice(from)] as const,
      ["in base64url", whole.toString("base64url").slice(from)] as const,
    ];
  });
}

function piecesOf(value: string): readonly (readonly [string, string])[] {
  const count = Math.max(0, value.length - PIECE + 1);
  return Array.from({ length: count }, (_, at) => ["a piece", value.slice(at, at + PIECE)] as const);
}

/** ASCII in lower case, in place. */
function folded(bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[at] = byte | 0x20;
  }
  return bytes;
}

function hashAt(bytes: Buffer, at: number): number {
  const mixed = Math.imul(bytes.readUInt32LE(at), 0x9e3779b1) ^ Math.imul(bytes.readUInt32LE(at + 4), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> (32 - TABLE_BITS);
}

function headAt(bytes: Buffer, at: number): string {
  return bytes.toString("latin1", at, at + HEAD);
}
