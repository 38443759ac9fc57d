import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { esNie } from "./es/es-nie.ts";
import { esNif } from "./es/es-nif.ts";
import { esPassport } from "./es/es-passport.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

describe("Spanish identifiers", () => {
  it.each([
    ["a NIF", esNif, "DNI: 12345678Z", ["12345678Z"]],
    ["one with points", esNif, "12.345.678-Z", ["12.345.678-Z"]],
    ["one with seven digits", esNif, "0000001-R", ["0000001-R"]],
    ["no NIF that fails", esNif, "12345678A", []],
    ["no NIF behind more digits", esNif, "912345678Z", []],
    ["a NIE with hyphens", esNie, "X-1234567-L", ["X-1234567-L"]],
    ["no NIE that fails", esNie, "X1234567M", []],
    ["a passport", esPassport, "pasaporte PAB123456", ["PAB123456"]],
    ["no passport of two letters", esPassport, "PA1234567", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("has one letter for each number, X counting as 0, Y as 1, Z as 2", () => {
    fc.assert(
      fc.property(digitStrings(7), (digits) => {
        for (const [kind, leading] of Object.entries({ X: 0, Y: 1, Z: 2 })) {
          const letter = completionsOf(esNie, `${kind}${digits}?`, alphabet);
          expect(letter).toHaveLength(1);
          expect(completionsOf(esNif, `${leading}${digits}?`, alphabet)).toBe(letter);
        }
      }),
    );
  });
});
