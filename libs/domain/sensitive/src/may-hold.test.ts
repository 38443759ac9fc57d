import { fixturesAvailability, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { SensitiveSearch } from "./index.ts";
import { evasions } from "./testing/evasions.ts";
import { corpusTexts, hostileTexts } from "./testing/hostile-texts.ts";
import { plantedValues } from "./testing/planted-values.ts";

const search = new SensitiveSearch();
const numRuns = process.env["PARAPET_SENSITIVE"] === "long" ? 50_000 : 1_000;

function mayHold(text: string): boolean {
  const bytes = Buffer.from(text);
  return search.mayHold(bytes, 0, bytes.length);
}

function mayHoldInJson(document: string): boolean {
  const bytes = Buffer.from(document);
  return search.mayHoldInJson(bytes, 0, bytes.length);
}

const planted = plantedValues(2).map(({ value }) => value);
const hidden = planted.flatMap((value) => Object.values(evasions).map(([hide = String]) => hide(value)));
/** What is found by a word before it, or by what stands between. */
const inContext = [
  "password is\n\nhunter2Blue9",
  "password =\t\n\t'k7!fP2qz'",
  "my ssn\r\n\r\n\r\nis 536904399",
  "driver license\n\n\n\n\n\n\n\n\n\n\n\n\n\nA1234567",
  "Server=db;User Id=app;\nPassword=m7pQ-w2zL;",
  "machine api.test\n\tlogin app\n\tpassword m7pQw2zL",
  'curl -u "app:m7pQ-w2zL" https://api.test',
  '{"token": "f3K9xQ2mZ7pL4vB8nR1t"}',
  'datadog api key:\n\n\t\t\t"5f3c8a1b9d2e7f4061c3a5b7d9e8f10a"',
  "zl rznvy vf wnar.qbr@rknzcyr.pbz, fb hfr gung",
];

const around = fc.constantFrom(
  "",
  " ",
  "\n",
  "\n\n",
  "\t",
  '"',
  "'",
  "\\",
  "/",
  "\r\n",
  "\b",
  "\f",
  "é",
  "1",
  "a",
  ", ",
  "\\n",
  "{}",
  "ß ",
);
const prose = fc.constantFrom(
  "",
  "The weather is fine.",
  "line one\nline two",
  'she said "no"',
  "a\\b",
  "3 of 4",
  "№ 5",
);
const value = fc.oneof(
  fc.constantFrom(...planted),
  fc.constantFrom(...inContext),
  fc.constantFrom(...hidden),
  ...(corpusTexts.length === 0 ? [] : [fc.constantFrom(...corpusTexts)]),
  { weight: 1, arbitrary: hostileTexts },
);
const told = fc.tuple(prose, around, value, around, prose).map((parts) => parts.join(""));

/** Documents with one value somewhere in them. */
const documents = fc
  .tuple(told, fc.array(prose, { maxLength: 3 }), fc.constantFrom(undefined, 2))
  .chain(([text, others, indent]) =>
    fc
      .constantFrom<unknown>(text, [...others, text], { id: 7, note: text, tags: others }, [{ [text]: others }])
      .map((document) => ({ text, document: JSON.stringify(document, null, indent) })),
  );

describe("mayHold", () => {
  it("is true of every text in which something is found", () => {
    fc.assert(
      fc.property(told, (text) => {
        if (search.find(text.toWellFormed()).length > 0) expect(mayHold(text), JSON.stringify(text)).toBe(true);
      }),
      { numRuns },
    );
  });

  it("is true of every JSON document with a string in which something is found", () => {
    fc.assert(
      fc.property(documents, ({ text, document }) => {
        if (search.find(text.toWellFormed()).length > 0) expect(mayHoldInJson(document), document).toBe(true);
      }),
      { numRuns },
    );
  });

  it.each([...planted, ...inContext])("is true of a document that holds %j", (text) => {
    expect(search.find(text)).not.toEqual([]);
    expect(mayHoldInJson(JSON.stringify({ role: "user", parts: [{ type: "text", content: text }] }))).toBe(true);
  });

  describe.skipIf(corpusTexts.length === 0)(suiteName("of a corpus", fixturesAvailability()), () => {
    it("is true of each text in which something is found, as a document", () => {
      const lost = corpusTexts.filter((text) => search.find(text).length > 0 && !mayHoldInJson(JSON.stringify([text])));
      expect(lost).toEqual([]);
    });
  });

  it.each([
    ["prose", "The weather is fine, and so am I."],
    ["a document of prose", JSON.stringify([{ role: "user", content: 'She said "no".\nTwice.\t/ 3 of 4' }])],
    ["nothing", ""],
  ])("is false of %s", (_label, text) => {
    expect(mayHold(text)).toBe(false);
    expect(mayHoldInJson(text)).toBe(false);
  });

  it("reads a plain text with a backslash as it stands, too", () => {
    const token = planted.find((value) => value.startsWith("npm_")) ?? "";
    expect(search.find(`C:\\${token}`)).not.toEqual([]);
    expect(mayHold(`C:\\${token}`)).toBe(true);
  });

  it("is true of a document whose escapes hide one more encoding than are undone", () => {
    const thrice = [1, 2, 3].reduce((text) => Buffer.from(text).toString("base64"), "jane.doe@example.com");
    const escaped = Array.from(thrice, (character) => `\\u00${character.charCodeAt(0).toString(16)}`).join("");
    expect(search.find(thrice)).not.toEqual([]);
    expect(mayHoldInJson(`["${escaped}"]`)).toBe(true);
  });

  it("looks at no byte beside its range", () => {
    const bytes = Buffer.from("jane@example.com and more");
    expect(search.mayHold(bytes, 17, bytes.length)).toBe(false);
    expect(search.mayHold(bytes, 0, 16)).toBe(true);
  });
});
