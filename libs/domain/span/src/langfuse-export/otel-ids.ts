/** An id of `digits` hexadecimal digits: the text's own where it is one, with dashes or without; else derived from it. */
export function otelId(text: string, digits: 16 | 32): string {
  const plain = text.replaceAll("-", "").toLowerCase();
  const isHex = plain.length === digits && /^[\da-f]+$/.test(plain) && !/^0+$/.test(plain);
  return isHex ? plain : hashOf(text, parameters[digits]).toString(16).padStart(digits, "0");
}

interface HashParameters {
  readonly offset: bigint;
  readonly prime: bigint;
  readonly bits: number;
}

const parameters: Readonly<Record<16 | 32, HashParameters>> = {
  16: { offset: 0xcbf29ce484222325n, prime: 0x100000001b3n, bits: 64 },
  32: { offset: 0x6c62272e07bb014262b821756295c58dn, prime: 0x1000000000000000000013bn, bits: 128 },
};

/** Longer texts are no ids. */
const MAX_ID_LENGTH = 256;

/** FNV-1a over UTF-16 code units: the same text gives the same id in every export. https://www.rfc-editor.org/rfc/rfc9923 */
function hashOf(text: string, { offset, prime, bits }: HashParameters): bigint {
  let hash = offset;
  for (let at = 0; at < Math.min(text.length, MAX_ID_LENGTH); at += 1) {
    hash = BigInt.asUintN(bits, (hash ^ BigInt(text.charCodeAt(at))) * prime);
  }
  return hash;
}
