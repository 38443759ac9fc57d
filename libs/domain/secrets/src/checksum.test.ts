import { describe, expect, it } from "vitest";
import { checksums } from "./checksum.ts";

describe("the checksums of tokens", () => {
  it.each([
    ["the token that GitHub shows", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17", true],
    ["one with a character exchanged", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18", false],
    ["one with two characters swapped", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJm0Lq17", false],
  ])("base 62 of the CRC-32: %s", (_, token, holds) => {
    expect(checksums.base62Crc32(token)).toBe(holds);
  });

  it.each([
    ["a valid string of BIP 173", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", true],
    ["the same in upper case", "ABCDEF1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LMQQQXW", true],
    ["one with another readable part", "abcdeg1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", false],
    ["one with a wrong checksum", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxq", false],
  ])("bech32: %s", (_, token, holds) => {
    expect(checksums.bech32(token)).toBe(holds);
  });

  it.each([
    ["a number", `${btoa("123456789012345678")}.GhIjKl.x`, true],
    ["a name", `${btoa("not-a-number-at-all")}.GhIjKl.x`, false],
  ])("the user of Discord: %s", (_, token, holds) => {
    expect(checksums.discordUser(token)).toBe(holds);
  });
});
