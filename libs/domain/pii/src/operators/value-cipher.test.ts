import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOperators, deanonymise } from "../apply-operators.ts";
import { findPii } from "../find-pii.ts";
import { createValueCipher } from "./value-cipher.ts";

const key = new Uint8Array(32).fill(7);
const cipher = createValueCipher({ key, randomBytes });

describe("createValueCipher", () => {
  it("gives every value back, and never the same token twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        const token = cipher.encrypt(value, "PERSON");
        expect(cipher.decrypt(token, "PERSON")).toBe(value);
        expect(cipher.encrypt(value, "PERSON")).not.toBe(token);
      }),
    );
  });

  it("reads no token of another entity or key", () => {
    const token = cipher.encrypt("Chloë", "PERSON");
    const other = createValueCipher({ key: new Uint8Array(32).fill(8), randomBytes });
    expect(cipher.decrypt(token, "LOCATION")).toBeNull();
    expect(other.decrypt(token, "PERSON")).toBeNull();
  });

  it("reads no token that was changed anywhere, and nothing that is none", () => {
    const token = cipher.encrypt("Chloë", "PERSON");
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...Array.from("ABcd01-_ =+/")), (at, character) => {
        fc.pre(token.charAt(at) !== character);
        expect(cipher.decrypt(token.slice(0, at) + character + token.slice(at + 1), "PERSON")).toBeNull();
      }),
    );
    for (const text of ["", "Chloë", `${token}A`, token.slice(1)]) expect(cipher.decrypt(text, "PERSON")).toBeNull();
  });

  it("refuses a key of another length", () => {
    expect(() => createValueCipher({ key: new Uint8Array(16), randomBytes })).toThrow(RangeError);
  });

  it("reverses the redaction of a text", () => {
    const text = "Mail jane@example.com from 10.0.0.7, jane@example.com";
    const { encrypt, decrypt } = cipher;
    const redacted = applyOperators(text, findPii(text), { DEFAULT: { kind: "encrypt", encrypt } });
    expect(redacted.text).not.toContain("jane");
    const restored = deanonymise(redacted.text, redacted.items, { DEFAULT: { kind: "decrypt", decrypt } });
    expect(restored.text).toBe(text);
  });
});
