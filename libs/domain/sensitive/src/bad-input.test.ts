import { applyOperators } from "@parapet/pii";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { SensitiveSearch } from "./index.ts";
import { evasions } from "./testing/evasions.ts";
import { hostileTexts } from "./testing/hostile-texts.ts";
import { plantedValues } from "./testing/planted-values.ts";

const search = new SensitiveSearch();
const isLong = process.env["PARAPET_SENSITIVE"] === "long";
const numRuns = isLong ? 10_000 : 300;
const megabytes = isLong ? 100 : 10;

function redact(text: string): string {
  const findings = search.find(text).filter(({ category }) => category !== "obfuscation");
  return applyOperators(text, findings).text;
}

function isBoundary(text: string, offset: number): boolean {
  return offset === 0 || (text.codePointAt(offset - 1) ?? 0) <= 0xff_ff;
}

/** Far above what chains of neighbours take: of 20,000 texts seven took three. */
const maxPasses = 12;

/** How often a text is redacted until nothing more is found; no more than `maxPasses`. */
function passesToRest(text: string): number {
  let passes = 0;
  for (let last = text, next = redact(text); next !== last && passes < maxPasses; last = next, next = redact(next)) {
    passes += 1;
  }
  return passes;
}

/** Findings of a kind in order and apart, on whole code points of the text. */
function expectSound(text: string): void {
  const findings = search.find(text);
  for (const isObfuscation of [false, true]) {
    const ends = new Map<string, number>();
    for (const { category, entity = "", start, end } of findings) {
      if ((category === "obfuscation") !== isObfuscation) continue;
      const kind = isObfuscation ? entity : "";
      expect(start).toBeGreaterThanOrEqual(ends.get(kind) ?? 0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length);
      expect(isBoundary(text, start) && isBoundary(text, end)).toBe(true);
      ends.set(kind, end);
    }
  }
}

const bytes = Uint8Array.from({ length: 4_096 }, (_, index) => (index * 167 + (index >> 3)) & 0xff);
const odd: Readonly<Record<string, string>> = {
  "the empty text": "",
  "one unit": "1",
  "lone surrogates": "\ud83d jane@example.com \ude00\ud83d\ud83d 4111 1111 1111 1111\ude00",
  "a surrogate pair cut in two beside a value": "\ude00jane@example.com\ud83d",
  "binary read as Latin-1": Buffer.from(bytes).toString("latin1"),
  "binary read as UTF-8": Buffer.from(bytes).toString("utf8"),
  "binary read as UTF-16": Buffer.from(bytes).toString("utf16le"),
  "zero bytes": "\0jane@example.com\0".repeat(20),
  Arabic: "بريدي jane@example.com ورقمي ٤١١١ ١١١١ ١١١١ ١١١١ شكرا",
  Hebrew: "המייל שלי \u200fjane@example.com\u200f והטלפון +972 3-123-4567",
  "sequences of emoji": "👨‍👩‍👧‍👦jane@example.com👩🏽‍💻 🏴󠁧󠁢󠁳󠁣󠁴󠁿 536-90-4399 🇩🇪 1️⃣2️⃣3️⃣",
  "marks without letters": "\u0301\u0301\u0301jane@example.com\u0301",
  "values that begin outside the first plane": "𝟏6=jane@example.com 𝟒111 1111 1111 1111 𝐣ane@example.com",
  "half of an encoding": "amFuZUBleGFtcGxlLmNvb %4 &#6 \\u00 =4",
};

describe("whatever the text is", () => {
  it.each(Object.keys(odd))("findings are in order, apart, and on whole code points: %s", (name) => {
    expectSound(odd[name] ?? "");
    expectSound(`x ${odd[name]} jane@example.com`);
  });

  it("findings are in order, apart, and on whole code points", { timeout: 600_000 }, () => {
    fc.assert(fc.property(hostileTexts, expectSound), { numRuns });
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), expectSound), { numRuns });
  });

  it(`a text of ${megabytes} MB is searched, and its last value found`, { timeout: 600_000 }, () => {
    const line = "The quick brown fox asked 3 of its friends whether the 2nd dog (born 1998) would mind.\n";
    const text = `${line.repeat((megabytes * 1_000_000) / line.length)}write to jane.doe@example.com`;
    const findings = search.find(text);
    expect(findings.map(({ entity, start, end }) => `${entity}:${text.slice(start, end)}`)).toEqual([
      "EMAIL_ADDRESS:jane.doe@example.com",
    ]);
  });
});

describe("what was redacted once", () => {
  const values = plantedValues(2).map(({ value }) => value);
  const hidden = values.flatMap((value) => Object.values(evasions).flatMap((ways) => ways.map((hide) => hide(value))));
  const between = fc.constantFrom(
    " and then ",
    " (that is it) ",
    ". My other one is ",
    "</b> is <i>",
    '", "note": "see ',
  );
  const one = fc.oneof(fc.constantFrom(...values), fc.constantFrom(...hidden));
  const texts = fc
    .array(fc.tuple(one, between), { minLength: 1, maxLength: 6 })
    .map((all) => `Note: ${all.flat().join("")}`);

  it.each(Object.keys(odd))("stays as it is: %s", (name) => {
    const redacted = redact(`${odd[name]} jane@example.com`);
    expect(redact(redacted)).toBe(redacted);
  });

  it("stays as it is, however its values were hidden", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(texts, (text) => {
        const redacted = redact(text);
        expect(redact(redacted)).toBe(redacted);
      }),
      { numRuns },
    );
  });

  it("comes to rest, whatever the text: what a neighbour hid is found without it", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(hostileTexts, (text) => {
        expect(passesToRest(text)).toBeLessThan(maxPasses);
      }),
      { numRuns },
    );
  });
});
