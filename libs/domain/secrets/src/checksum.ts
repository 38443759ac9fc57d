import { crc32 } from "node:zlib";
import { decodedText } from "./decoded-text.ts";
import { alphabets } from "./form.ts";

export type ChecksumName = keyof typeof checksums;

/** Whether a token ends in the checksum that its provider puts there. Tokens have the length of their form. */
export const checksums = {
  /**
   * The last six characters are the CRC-32 of the thirty before, in base 62: GitHub, "Behind GitHub's new authentication
   * token formats" (2021), and npm, which uses the same.
   */
  base62Crc32: (token: string): boolean => token.slice(-6) === base62Of(crc32(token.slice(-36, -6))),
  /** The last six characters are the BCH code of BIP 173 over the human-readable part and the data. */
  bech32: (token: string): boolean => isBech32(token.toLowerCase()),
  /** The first part is the user's number, in base 64: Discord, "Snowflakes". */
  discordUser: (token: string): boolean => /^\d{16,20}$/.test(decodedText(token.slice(0, token.indexOf(".")))),
} as const;

function base62Of(number: number): string {
  let rest = number;
  let written = "";
  for (let place = 0; place < 6; place += 1) {
    written = `${alphabets.base62[rest % 62] ?? ""}${written}`;
    rest = Math.floor(rest / 62);
  }
  return written;
}

const bech32Values = alphabets.bech32.toLowerCase();
const bech32Generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** BIP 173: the polynomial of the human-readable part, spread over high and low bits, and of the data must be 1. */
function isBech32(token: string): boolean {
  const separator = token.lastIndexOf("1");
  const readable = Array.from(token.slice(0, separator), (character) => character.charCodeAt(0));
  const data = Array.from(token.slice(separator + 1), (character) => bech32Values.indexOf(character));
  const values = [...readable.map((code) => code >> 5), 0, ...readable.map((code) => code & 31), ...data];
  return values.reduce(nextBech32Sum, 1) === 1;
}

function nextBech32Sum(sum: number, value: number): number {
  const shifted = ((sum & 0x1ffffff) << 5) ^ value;
  return bech32Generators.reduce(
    (mixed, generator, bit) => ((sum >> (25 + bit)) & 1 ? mixed ^ generator : mixed),
    shifted,
  );
}
