/** The characters that providers build tokens from, each in the order of its definition. */
export const alphabets = {
  digit: "0123456789",
  hex: "0123456789abcdef",
  upperHex: "0123456789ABCDEF",
  /** RFC 4648 §6. */
  base32: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  /** BIP 173, in upper case. */
  bech32: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
  /** Crockford's base 32, as ULIDs use it. */
  crockford: "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
  letter: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
  lowerAlphanumeric: "0123456789abcdefghijklmnopqrstuvwxyz",
  upperAlphanumeric: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  base62: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
  /** RFC 4648 §4; padding is written out in a form. */
  base64: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  /** RFC 4648 §5. */
  base64Url: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
  /** Base 64 with its three special characters percent-encoded. */
  percentBase64: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%",
  /** Unreserved characters of RFC 3986. */
  unreserved: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~",
} as const;

type AlphabetName = keyof typeof alphabets;

/** From `min` to `max` characters of one alphabet. */
export interface Run {
  readonly of: AlphabetName;
  readonly min: number;
  readonly max: number;
}

/** One of several fixed texts. */
export interface Choice {
  readonly oneOf: readonly string[];
}

/** A fixed text, characters of an alphabet, or a choice of fixed texts. */
export type Segment = string | Run | Choice;

/** What a token is made of, from left to right. */
export type Form = readonly Segment[];

export const digits = runOf("digit");
export const hex = runOf("hex");
export const upperHex = runOf("upperHex");
export const base32 = runOf("base32");
export const bech32 = runOf("bech32");
export const crockford = runOf("crockford");
export const letters = runOf("letter");
export const lowerAlphanumeric = runOf("lowerAlphanumeric");
export const upperAlphanumeric = runOf("upperAlphanumeric");
export const base62 = runOf("base62");
export const base64 = runOf("base64");
export const base64Url = runOf("base64Url");
export const percentBase64 = runOf("percentBase64");
export const unreserved = runOf("unreserved");

/** RFC 9562, in lower case. */
export const uuid: Form = [hex(8), "-", hex(4), "-", hex(4), "-", hex(4), "-", hex(12)];

export function oneOf(...choices: readonly string[]): Choice {
  return { oneOf: choices };
}

/** The most characters that a form can have. */
export function longestOf(form: Form): number {
  return form.reduce((sum, segment) => sum + longestSegment(segment), 0);
}

function longestSegment(segment: Segment): number {
  if (typeof segment === "string") return segment.length;
  return "oneOf" in segment ? Math.max(...segment.oneOf.map(({ length }) => length)) : segment.max;
}

function runOf(of: AlphabetName): (min: number, max?: number) => Run {
  return (min, max = min) => ({ of, min, max });
}
