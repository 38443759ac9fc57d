import { integerBetween, randomText, type Random } from "@parapet/random";

import type { ChecksumName } from "../checksum.ts";

/** Written a second time, from the specifications, so that the recognizer's checksums are not tested by themselves. */
export const withChecksum: Readonly<Record<ChecksumName, (token: string, random: Random) => string>> = {
  base62Crc32: (token) => token.slice(0, -6) + base62(crc32(token.slice(-36, -6))),
  bech32: (token) => token.slice(0, -6) + bech32Sum(token.slice(0, -6)),
  discordUser: (token, random) => {
    const digits = integerBetween(random, 1, 9) + randomText(random, "0123456789", integerBetween(random, 16, 18));
    return Buffer.from(digits).toString("base64url") + token.slice(token.indexOf("."));
  },
};

/** Where a single wrong character spoils the checksum, and a character that does. */
export const spoilt: Readonly<Record<ChecksumName, (token: string, random: Random) => string>> = {
  base62Crc32: (token, random) => replaced(token, token.length - 1 - integerBetween(random, 0, 5), "A", "B"),
  bech32: (token, random) => replaced(token, token.length - 1 - integerBetween(random, 0, 50), "Q", "P"),
  discordUser: (token, random) => replaced(token, integerBetween(random, 1, token.indexOf(".") - 1), "_", "_"),
};

function replaced(token: string, at: number, by: string, otherwise: string): string {
  return token.slice(0, at) + (token[at] === by ? otherwise : by) + token.slice(at + 1);
}

/** CRC-32 of IEEE 802.3, bit by bit, lowest first. */
function crc32(text: string): number {
  let sum = 0xffffffff;
  for (const character of text) {
    sum ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function base62(value: number): string {
  const characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return [5, 4, 3, 2, 1, 0].map((power) => characters[Math.floor(value / 62 ** power) % 62]).join("");
}

/** BIP 173, "Checksum": polymod over the expanded human-readable part, the data and six zeros, xor 1. */
function bech32Sum(start: string): string {
  const characters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const lower = start.toLowerCase();
  const separator = lower.lastIndexOf("1");
  const codes = Array.from(lower.slice(0, separator), (character) => character.charCodeAt(0));
  const values = [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)];
  values.push(
    ...Array.from(lower.slice(separator + 1), (character) => characters.indexOf(character)),
    0,
    0,
    0,
    0,
    0,
    0,
  );
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (let bit = 0; bit < 5; bit += 1) if ((top >>> bit) & 1) sum ^= generator[bit] ?? 0;
  }
  sum ^= 1;
  return [0, 1, 2, 3, 4, 5]
    .map((place) => characters[(sum >>> (5 * (5 - place))) & 31])
    .join("")
    .toUpperCase();
}
