import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPii } from "./index.ts";

/** What is found, as `ENTITY:value` in the order of the text. */
function found(text: string, options: Parameters<typeof findPii>[1] = {}): readonly string[] {
  return findPii(text, options).map(({ entity, start, end }) => `${entity}:${text.slice(start, end)}`);
}

describe("findPii", () => {
  it("finds each of the six entities in one text, in order", () => {
    const text =
      "Mail jane@example.com or call (415) 555-0132; card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, " +
      "from 10.0.0.7, SSN 078-05-1123.";
    expect(found(text)).toEqual([
      "EMAIL_ADDRESS:jane@example.com",
      "PHONE_NUMBER:(415) 555-0132",
      "CREDIT_CARD:4111 1111 1111 1111",
      "IBAN_CODE:DE89 3704 0044 0532 0130 00",
      "IP_ADDRESS:10.0.0.7",
      "US_SSN:078-05-1123",
    ]);
  });

  it("looks only for the entities asked for", () => {
    const text = "jane@example.com from 10.0.0.7";
    expect(found(text, { entities: ["IP_ADDRESS"] })).toEqual(["IP_ADDRESS:10.0.0.7"]);
    expect(found(text, { entities: ["SHOE_SIZE"] })).toEqual([]);
  });

  it("reads national phone numbers of the regions asked for, and international ones always", () => {
    const text = "0917 123 4567 or +63 917 123 4567";
    expect(found(text, { regions: ["PH"] })).toEqual(["PHONE_NUMBER:0917 123 4567", "PHONE_NUMBER:+63 917 123 4567"]);
    expect(found(text, { regions: ["nowhere"] })).toEqual(["PHONE_NUMBER:+63 917 123 4567"]);
  });

  it.each([
    "chat claude-sonnet-4-5-20250929",
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "gpt-5.1-2025-11-13",
    "gpt-image-1.5-2025-12-16",
    "z-ai/glm-5.1-20260406",
  ])("takes the release date of a model for no phone number: %s", (name) => {
    expect(found(name)).toEqual([]);
  });

  it("gives offsets in UTF-16 units", () => {
    const [finding] = findPii("😀 jane@example.com");
    expect(finding).toMatchObject({ category: "pii", start: 3, end: 19, score: 1, severity: "high" });
  });

  it("reports a row of nine digits only with a context word before it", () => {
    const entities = ["US_SSN"];
    expect(found("order 078051123", { entities })).toEqual([]);
    expect(found("order 078051123", { entities, minScore: 0 })).toEqual(["US_SSN:078051123"]);
    expect(found("my ssn: 078051123", { entities })).toEqual(["US_SSN:078051123"]);
    expect(found("userSSN=078051123", { entities })).toEqual(["US_SSN:078051123"]);
    expect(found("className 078051123", { entities })).toEqual([]);
    expect(found("ssn of the woman who called us twice yesterday 078051123", { entities })).toEqual([]);
  });

  it("keeps of two overlapping candidates the likelier", () => {
    expect(found("my ssn: 078051123")).toEqual(["US_SSN:078051123"]);
    expect(found("card number 4111111111111111")).toEqual(["CREDIT_CARD:4111111111111111"]);
    expect(found("::ffff:10.0.0.1")).toEqual(["IP_ADDRESS:::ffff:10.0.0.1"]);
  });

  it.each([
    ["a time stamp", "2024-01-15 10:30:00 and 1700000000123"],
    ["decimal fractions", "0.4155550132 -0.0155550132 40.7127281 [0.1234567, 0.4155550132]"],
    ["a slice of an array", "rows[::2], rows[1::2] and std::vector"],
    ["a version and a ratio", "version 1.2.3, scale 1:2:3:4"],
    ["a failing card number", "4111 1111 1111 1112"],
    ["a failing account number", "DE89 3704 0044 0532 0130 01"],
    ["a handle and a decorator", "@jane and @app.route"],
    ["a price", "$4155550132 or 4155550132%"],
  ])("finds nothing in %s", (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ["after a query parameter", "see https://x.test/?to=jane@example.com", "jane@example.com"],
    ["in quotes", "'jane@example.com'", "jane@example.com"],
    ["before an ellipsis", "jane@example.com...", "jane@example.com"],
    ["with letters of another script", "müller@bücher.example", "müller@bücher.example"],
    ["of an internal domain", "root@build.internal", "root@build.internal"],
  ])("finds an address %s", (_, text, address) => {
    const [finding] = findPii(text, { entities: ["EMAIL_ADDRESS"] });
    expect(text.slice(finding?.start, finding?.end)).toContain(address);
  });

  it.each([
    ["in lower case", "gb29nwbk60161331926819"],
    ["before other words", "GB29 NWBK 6016 1331 9268 19 AND MORE"],
    ["before another", "GB29NWBK60161331926819 DE89370400440532013000"],
  ])("finds an account number %s", (_, text) => {
    expect(
      found(text, { entities: ["IBAN_CODE"] })[0]
        ?.replaceAll(" ", "")
        .toUpperCase(),
    ).toBe("IBAN_CODE:GB29NWBK60161331926819");
  });

  it.each([
    ["two in one run of digits", "415-555-0132 415-555-0133", 2],
    ["one with an extension", "415-555-0132 ext. 45", 1],
    ["one with full-width digits", "＋１ ４１５ ５５５ ０１３２", 1],
    ["one with the national prefix behind the country code", "+44 (0)20 7946 0958", 1],
    ["none in a long row of digits", "415555013241555501324155550132", 0],
  ])("finds phone numbers: %s", (_, text, count) => {
    expect(found(text, { entities: ["PHONE_NUMBER"] })).toHaveLength(count);
  });

  it.each([
    ["the end of an international one", "+1 415 555 2671", "+1 415 555 2671"],
    ["the end of one with brackets", "+61 (0)412 345 678", "+61 (0)412 345 678"],
    ["the end of one without groups", "+49 171 1234567", "+49 171 1234567"],
    ["the end of one with a prefix", "call 1 415 555 2671 now", "1 415 555 2671"],
    ["all but the sign", "+33 1 42 68 53 00", "+33 1 42 68 53 00"],
  ])("takes what is in a phone number for no identifier: %s", (_, text, number) => {
    expect(found(text)).toEqual([`PHONE_NUMBER:${number}`]);
    expect(found(text, { entities: ["UK_NHS", "AU_TFN", "AU_ACN", "IT_VAT_CODE"] })).toEqual([]);
  });

  it.each([
    ["a sum", "x=1+943 476 5919"],
    ["a number that no country has", "+999 943 476 5919"],
    ["another number", "12 943 476 5919"],
    ["the number of an item", "1. 943 476 5919"],
  ])("takes an identifier for no phone number behind %s", (_, text) => {
    expect(found(text)).toContain("UK_NHS:943 476 5919");
  });

  it.each([
    ["of a log of accesses", 'GET / HTTP/1.1" 200 187051'],
    ["of a patient, in two", "943 4765919 and 943476 5919"],
    ["with two separators", "943-476 5919"],
    ["of a company, in two", "004085 616 and 004 085616"],
    ["of a table", "01 33 3550323 and 0133355 0323"],
  ])("takes columns for no identifiers: %s", (_, text) => {
    const entities = ["UK_NHS", "AU_ACN", "AU_TFN", "AU_ABN", "AU_MEDICARE", "IT_VAT_CODE"];
    expect(found(text, { entities, minScore: 0 })).toEqual([]);
  });

  it("takes a row of digits alone for a phone number where one is named, or a word says so", () => {
    expect(found("order 4155550132")).toEqual([]);
    expect(found("order 4155550132", { countries: [], minScore: 0.3 })).toEqual(["PHONE_NUMBER:4155550132"]);
    expect(found("order 4155550132", { entities: ["PHONE_NUMBER"] })).toEqual(["PHONE_NUMBER:4155550132"]);
    expect(found("order 4155550132", { countries: [], contextWords: ["order"] })).toHaveLength(1);
    for (const word of ["call", "tel:", "Telefon", "WhatsApp", '"userPhone":', "fax", "Handy", "celular"])
      expect(found(`${word} 4155550132`), word).toEqual(["PHONE_NUMBER:4155550132"]);
    for (const number of ["+14155550132", "415-555-0132", "(415)5550132", "415.555.0132"])
      expect(found(`order ${number}`)).toEqual([`PHONE_NUMBER:${number}`]);
  });

  it("yields ordered, disjoint findings within any text", () => {
    const fragments = [
      "a@b.co",
      "415-555-0132",
      "4111111111111111",
      "::1",
      "10.0.0.1",
      "078-05-1123",
      " ",
      "-",
      "x",
      ".",
      "😀",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        let position = 0;
        for (const { start, end, score } of findPii(text, { minScore: 0 })) {
          expect(start).toBeGreaterThanOrEqual(position);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(score > 0 && score <= 1).toBe(true);
          position = end;
        }
      }),
    );
  });
});
