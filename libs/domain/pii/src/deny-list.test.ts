import { describe, expect, it } from "vitest";
import { findPii, type PiiOptions } from "./find-pii.ts";

function found(text: string, options: PiiOptions): readonly string[] {
  return findPii(text, options).map(({ entity, start, end, score }) => `${entity}:${text.slice(start, end)}:${score}`);
}

describe("values that a caller names", () => {
  it("are always reported, certain, as the entity they are listed under", () => {
    const deny = { TITLE: ["Mr.", "Mrs."], PROJECT: ["Blue Heron", "Blue Heron II"] };
    expect(found("mr. Jones on BLUE HERON II and Blue Heron", { deny })).toEqual([
      "TITLE:mr.:1",
      "PROJECT:BLUE HERON II:1",
      "PROJECT:Blue Heron:1",
    ]);
  });

  it("are words of their own", () => {
    const deny = { PROJECT: ["heron"] };
    expect(found("herons, my_heron, heron2, éheron", { deny })).toEqual([]);
    expect(found("(heron) heron-like", { deny })).toHaveLength(2);
  });

  it("are taken as they are written, not as expressions", () => {
    expect(found("a+b axb a.b", { deny: { PROJECT: ["a+b", "a.b"] } })).toEqual(["PROJECT:a+b:1", "PROJECT:a.b:1"]);
    expect(found("anything", { deny: { PROJECT: ["", "(["] } })).toEqual([]);
  });

  it("are left out where only other entities are asked for", () => {
    expect(found("heron", { deny: { PROJECT: ["heron"] }, entities: ["URL"] })).toEqual([]);
  });

  it("are never reported when they are allowed, exactly or by an expression", () => {
    const text = "jane@example.com, help@example.com, 10.0.0.7";
    expect(found(text, { allow: ["help@example.com", /^10\./] })).toEqual(["EMAIL_ADDRESS:jane@example.com:1"]);
    expect(found(text, { allow: ["example.com"] })).toHaveLength(3);
  });
});

describe("what a caller knows of a text", () => {
  it("makes candidates likelier by words of the caller's own", () => {
    const entities = ["US_SSN"];
    expect(found("Aktenzeichen 078051123", { entities })).toEqual([]);
    expect(found("Aktenzeichen 078051123", { entities, contextWords: ["aktenzeichen"] })).toEqual([
      "US_SSN:078051123:0.4",
    ]);
  });

  it("leaves out the identifiers of other countries, never those of none", () => {
    const text = "rrn 880229-1123452 and nino JG103759A of jane@example.org";
    const entities = (countries: readonly string[]): readonly string[] =>
      findPii(text, { countries }).map(({ entity }) => entity ?? "");
    expect(entities(["kr"])).toEqual(["KR_RRN", "EMAIL_ADDRESS"]);
    expect(entities(["uk"])).toEqual(["UK_NINO", "EMAIL_ADDRESS"]);
    expect(entities([])).toEqual(["EMAIL_ADDRESS"]);
  });

  it("tells a row of digits alone from an identifier only by a word, unless its entity is named", () => {
    expect(found("item 322070381", { minScore: 0.31 })).toEqual([]);
    expect(found("routing number 322070381", {})).toEqual(["ABA_ROUTING_NUMBER:322070381:1"]);
    expect(found("item 322070381", { entities: ["ABA_ROUTING_NUMBER"] })).toEqual(["ABA_ROUTING_NUMBER:322070381:1"]);
  });
});
