import { defaultSensitivePolicy, type SensitivePolicy } from "@parapet/sensitive";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createTextRedaction, type TextRedaction } from "./text-redaction.ts";
import { WindowedRedaction, type WindowSizes } from "./windowed-redaction.ts";

const redaction = createTextRedaction({ policy: defaultSensitivePolicy, tenant: "default" }, {});
const hashing: SensitivePolicy = { ...defaultSensitivePolicy, operators: { DEFAULT: { kind: "hash" } } };
const env = { PARAPET_HASH_KEY: "a key of the tests alone" };
const sizes: WindowSizes = { window: 1_000, overlap: 300, most: 8_000 };

interface Pieces {
  readonly length: number;
  readonly used?: TextRedaction;
  readonly given?: WindowSizes;
}

/** The text redacted as it comes in pieces of a length. */
function redactPieces(text: string, { length, used = redaction, given = sizes }: Pieces): string {
  const windows = new WindowedRedaction(used, given);
  let redacted = "";
  for (let at = 0; at < text.length; at += length) redacted += windows.push(text.slice(at, at + length));
  return redacted + windows.end();
}

const whole: WindowSizes = { window: Number.POSITIVE_INFINITY, overlap: 0, most: Number.POSITIVE_INFINITY };
const filler = (length: number, unit: string): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

describe("a text in windows", () => {
  it.each([
    ["lines", "green tea and rain\n"],
    ["one line of words", "green tea and rain "],
    ["characters of two units", "😀"],
    ["no blanks at all", "tea/"],
  ])("of %s has its values found wherever they stand", (_label, unit) => {
    for (let at = 600; at < 1_500; at += 13) {
      const text = `${filler(2 * at, unit).slice(0, at)} eve@example.com ${filler(2_000, unit)}`;
      expect(redactPieces(text, { length: 97 }), `value at ${at}`).toBe(
        text.replace("eve@example.com", "<EMAIL_ADDRESS>"),
      );
    }
  });

  it.each([
    ["again and again", redaction],
    ["once", createTextRedaction({ policy: hashing, tenant: "t" }, env)],
  ])("sees the words before a number, and what follows it, beyond its own edge, looking %s", (_label, used) => {
    for (let at = 1_170; at < 1_210; at += 1) {
      const text = `${filler(at, "tea ")}\nssn\n123456788\n${filler(2_000, "rain ")}`;
      const redacted = redactPieces(text, { length: 500, used });
      expect(redacted, `number at ${at}`).toBe(redactPieces(text, { length: 500, used, given: whole }));
      expect(redacted).not.toContain("123456788");
    }
  });

  it("decodes a row of base64 that is longer than a window", () => {
    const secret = "eve@example.com";
    for (let at = 700; at < 1_600; at += 41) {
      const message = `${filler(at, "tea and ")} ${secret} ${filler(1_500, "and rain ")}`;
      const text = `a${Buffer.from(message).toString("base64")}`.slice(1);
      const left = redactPieces(`data ${text} end`, { length: 128 });
      expect(left, `value at ${at}`).toContain("<EMAIL_ADDRESS>");
    }
  });

  it("waits for the end of a value that is longer than a window", () => {
    const lines = Array.from({ length: 40 }, (_, n) =>
      Buffer.from(`line ${n} of a key that nobody has, ever`).toString("base64").slice(0, 48),
    );
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${lines.join("\n")}\n-----END RSA PRIVATE KEY-----`;
    const text = `${filler(900, "tea\n")}${key}\n${filler(3_000, "rain\n")}`;
    expect(redactPieces(text, { length: 256 })).toBe(text.replace(key, "<RSA_PRIVATE_KEY>"));
  });

  it("loses and doubles nothing of a text", () => {
    const kept = createTextRedaction({ policy: defaultSensitivePolicy, tenant: "t", operator: "keep" }, {});
    const text = fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.constantFrom("\n", " ", "tea ")), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 3_000 }), (parts, length) => {
        const windows = new WindowedRedaction(kept, sizes);
        const joined = parts.join("");
        let given = "";
        for (let at = 0; at < joined.length; at += length) given += windows.push(joined.slice(at, at + length));
        expect(given + windows.end()).toBe(joined);
      }),
      { numRuns: 200 },
    );
  });

  it("holds no more than its bound, however long a value is", () => {
    const policy = {
      ...defaultSensitivePolicy,
      recognizers: [{ entity: "ENDLESS", patterns: [{ expression: "[Ω]+", score: 0.9 }] }],
    };
    const windows = new WindowedRedaction(createTextRedaction({ policy, tenant: "t" }, {}), sizes);
    const [pieces, length] = [100, 500];
    let given = "";
    for (let piece = 0; piece < pieces; piece += 1) given += windows.push("Ω".repeat(length));
    expect(given).toMatch(/^(?:<ENDLESS>)+$/);
    expect(windows.end()).toMatch(/^(?:<ENDLESS>)*$/);
  });
});
