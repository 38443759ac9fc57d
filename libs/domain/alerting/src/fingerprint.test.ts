import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fingerprintLabels } from "./fingerprint.ts";

const labels = fc.dictionary(
  fc.stringMatching(/^[a-z_]{1,8}$/),
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
);

describe("fingerprint", () => {
  it.each([
    // The offset basis itself, and FNV-1a 64 computed apart from this code (Python, over the bytes `a FF b FF`).
    { label: "no labels", value: {}, expected: "cbf29ce484222325" },
    { label: "one label", value: { a: "b" }, expected: "d2b371819297f98a" },
    {
      label: "labels of several bytes a character",
      value: { alertname: "Überlast", tenant: "東京" },
      expected: "e34ced03882a202e",
    },
  ])("of $label is $expected", ({ value, expected }) => {
    expect(fingerprintLabels(value)).toBe(expected);
  });

  it("does not depend on the order in which labels were written", () => {
    fc.assert(
      fc.property(labels, (value) => {
        const backwards = Object.fromEntries(Object.entries(value).reverse());
        expect(fingerprintLabels(backwards)).toBe(fingerprintLabels(value));
      }),
    );
  });

  it("tells where a name ends and a value begins", () => {
    expect(fingerprintLabels({ ab: "c" })).not.toBe(fingerprintLabels({ a: "bc" }));
  });

  it("is always sixteen hex digits", () => {
    fc.assert(fc.property(labels, (value) => /^[0-9a-f]{16}$/.test(fingerprintLabels(value))));
  });
});
