import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOperators, deanonymise } from "./apply-operators.ts";
import { findPii } from "./find-pii.ts";
import type { Operator, OperatorTable } from "./operator.ts";
import type { OverlapStrategy } from "./overlaps.ts";
import { recognizers } from "./recognizers.ts";

const text = "hello world, my name is Jane Doe. My number is: 03-4453334";

function finding(entity: string, start: number, end: number, score = 0.8) {
  return { category: "pii", entity, start, end, score } as const;
}

describe("applyOperators", () => {
  it("replaces each value by its entity when nothing else is said", () => {
    const input = "Mail jane@example.com from 10.0.0.7.";
    expect(applyOperators(input, findPii(input))).toEqual({
      text: "Mail <EMAIL_ADDRESS> from <IP_ADDRESS>.",
      count: 2,
      items: [
        { entity: "EMAIL_ADDRESS", operator: "replace", start: 5, end: 20 },
        { entity: "IP_ADDRESS", operator: "replace", start: 26, end: 38 },
      ],
    });
  });

  it.each<[string, Operator, string]>([
    ["replaces by a value", { kind: "replace", value: "someone" }, "name is someone. My"],
    ["takes out", { kind: "redact" }, "name is . My"],
    ["masks all", { kind: "mask", character: "*" }, "name is ********. My"],
    ["masks the beginning", { kind: "mask", character: "*", count: 4 }, "name is **** Doe. My"],
    ["masks the end", { kind: "mask", character: "#", count: 3, fromEnd: true }, "name is Jane ###. My"],
    ["masks nothing for a negative count", { kind: "mask", character: "*", count: -1 }, "name is Jane Doe. My"],
    ["hashes with the caller's function", { kind: "hash", hash: (value) => `#${value.length}` }, "name is #8. My"],
    ["encrypts", { kind: "encrypt", encrypt: (value, entity) => `${entity}=${value.length}` }, "name is NAME=8. My"],
    ["decrypts", { kind: "decrypt", decrypt: (token) => token.toUpperCase() }, "name is JANE DOE. My"],
    ["leaves what does not decrypt", { kind: "decrypt", decrypt: () => null }, "name is Jane Doe. My"],
    ["puts a surrogate", { kind: "surrogate", surrogate: () => "John Roe" }, "name is John Roe. My"],
    [
      "runs a function",
      { kind: "custom", operate: (value, entity) => `${entity}:${value}` },
      "name is NAME:Jane Doe. My",
    ],
    ["keeps", { kind: "keep" }, "name is Jane Doe. My"],
  ])("%s", (_, operator, expected) => {
    expect(applyOperators(text, [finding("NAME", 24, 32)], { NAME: operator }).text).toContain(expected);
  });

  it("takes the operator of the entity, then DEFAULT", () => {
    const operators: OperatorTable = { DEFAULT: { kind: "redact" }, NAME: { kind: "keep" } };
    const findings = [finding("PHONE", 48, 58), finding("NAME", 24, 32)];
    const expected = "hello world, my name is Jane Doe. My number is: ";
    expect(applyOperators(text, findings, operators)).toMatchObject({ text: expected, count: 1 });
  });

  it("masks code points, not halves of them", () => {
    const operators: OperatorTable = { NAME: { kind: "mask", character: "*", count: 1 } };
    expect(applyOperators("😀a", [finding("NAME", 0, 3)], operators).text).toBe("*a");
  });

  it("merges values of one entity with only blanks between them", () => {
    const names = [finding("NAME", 24, 28), finding("NAME", 29, 32)];
    expect(applyOperators(text, names).count).toBe(1);
    expect(applyOperators("Jane\tDoe", [finding("NAME", 0, 4), finding("NAME", 5, 8)]).text).toBe("<NAME>\t<NAME>");
  });

  it("takes of two entities of one place the likelier", () => {
    const findings = [finding("PHONE", 48, 58, 0.4), finding("SSN", 48, 58, 0.9)];
    expect(applyOperators(text, findings).text).toBe("hello world, my name is Jane Doe. My number is: <SSN>");
  });

  it("runs operators from the last value to the first", () => {
    let count = 0;
    const names = [finding("NAME", 24, 28), finding("PHONE", 48, 58)];
    const counted = applyOperators(text, names, { DEFAULT: { kind: "custom", operate: () => `#${count++}` } });
    expect(counted.text).toBe("hello world, my name is #1 Doe. My number is: #0");
  });

  it("takes an entity of a strange name for no property of the table", () => {
    expect(applyOperators(text, [finding("toString", 24, 32)], {}).text).toContain("name is <toString>. My");
  });

  it("keeps neighbours apart when asked to", () => {
    const names = [finding("NAME", 24, 28), finding("NAME", 29, 32)];
    expect(applyOperators(text, names, {}, { mergesNeighbours: false }).text).toContain("name is <NAME> <NAME>. My");
  });

  it("drops one inside another, and keeps of two parts both", () => {
    const findings = [finding("FULL", 24, 32, 0.6), finding("FIRST", 24, 28, 0.9), finding("OTHER", 29, 33, 0.7)];
    expect(applyOperators(text, findings).text).toContain("name is <FULL><OTHER> My");
  });

  it.each<[OverlapStrategy, string]>([
    ["merge_similar_or_contained", "aabbbb...."],
    ["remove_intersections", "aaaabb...."],
    ["none", "aabbbb...."],
  ])("gives a shared part to whom the strategy says: %s", (overlaps, expected) => {
    const findings = [finding("A", 0, 4, 0.9), finding("B", 2, 6, 0.5)];
    const operators: OperatorTable = { A: { kind: "mask", character: "a" }, B: { kind: "mask", character: "b" } };
    expect(applyOperators("..........", findings, operators, { overlaps }).text).toBe(expected);
  });

  it("keeps one inside another with the strategy that resolves nothing", () => {
    const findings = [finding("A", 0, 8), finding("B", 2, 4)];
    expect(applyOperators("0123456789", findings, {}, { overlaps: "none" }).text).toBe("<A><B>89");
  });

  const span = fc.record({
    start: fc.nat(40),
    length: fc.integer({ min: 1, max: 15 }),
    entity: fc.constantFrom("A", "B", "C"),
    score: fc.constantFrom(0.3, 0.5, 1),
  });
  const findingsOf = fc
    .array(span, { maxLength: 8 })
    .map((spans) => spans.map(({ start, length, entity, score }) => finding(entity, start, start + length, score)));
  const isFound = (findings: readonly ReturnType<typeof finding>[], at: number): boolean =>
    findings.some(({ start, end }) => at >= start && at < end);

  it.each<OverlapStrategy>(["merge_similar_or_contained", "remove_intersections"])(
    "covers every unit of every finding once, however they overlap: %s",
    (overlaps) => {
      fc.assert(
        fc.property(findingsOf, (findings) => {
          const operators: OperatorTable = { DEFAULT: { kind: "mask", character: "*" } };
          const covered = applyOperators("x".repeat(60), findings, operators, { overlaps, mergesNeighbours: false });
          const expected = Array.from({ length: 60 }, (_, at) => (isFound(findings, at) ? "*" : "x"));
          expect(covered.text).toBe(expected.join(""));
        }),
        { numRuns: 2000 },
      );
    },
  );

  it("shows no unit of a finding with any strategy, and all others in order", () => {
    const secret = Array.from({ length: 60 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join("");
    fc.assert(
      fc.property(findingsOf, fc.constantFrom("merge_similar_or_contained", "none"), (findings, overlaps) => {
        const shown = applyOperators(secret, findings, { DEFAULT: { kind: "redact" } }, { overlaps }).text;
        expect(shown).toBe(
          Array.from(secret)
            .filter((_, at) => !isFound(findings, at))
            .join(""),
        );
      }),
    );
  });

  it("says where in the new text each replacement stands", () => {
    fc.assert(
      fc.property(findingsOf, (findings) => {
        const { text: redacted, items, count } = applyOperators("x".repeat(60), findings);
        expect(count).toBe(items.length);
        for (const { entity, start, end } of items) expect(redacted.slice(start, end)).toBe(`<${entity}>`);
      }),
    );
  });
});

describe("deanonymise", () => {
  it("reverses what an operator did, and leaves what has none", () => {
    const reverse = (value: string): string => Array.from(value).reverse().join("");
    const findings = [finding("NAME", 24, 32), finding("PHONE", 48, 58)];
    const anonymised = applyOperators(text, findings, { NAME: { kind: "encrypt", encrypt: reverse } });
    expect(anonymised.text).toBe("hello world, my name is eoD enaJ. My number is: <PHONE>");
    const restored = deanonymise(anonymised.text, anonymised.items, { NAME: { kind: "decrypt", decrypt: reverse } });
    expect(restored).toMatchObject({ text: "hello world, my name is Jane Doe. My number is: <PHONE>", count: 1 });
  });
});

describe("what stands for a value", () => {
  it.each(recognizers.map(({ entity }) => entity))("is never found itself: <%s>", (entity) => {
    const redacted = `<${entity}> and <${entity}>, "<${entity}>":<${entity}>/<${entity}>`;
    expect(findPii(redacted, { minScore: 0 })).toEqual([]);
  });

  it("stays what it is when redacted again", () => {
    const values = [
      "jane@example.com",
      "10.0.0.7",
      "4111 1111 1111 1111",
      "415-555-0132",
      "DE136695976",
      "078-05-1123",
    ];
    const words = fc.array(fc.constantFrom(...values, "card", "ssn", "<", ">", " ", ", ", "tel:", "x"), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(words, (parts) => {
        const redact = (input: string): string => applyOperators(input, findPii(input)).text;
        const once = redact(parts.join(""));
        expect(redact(once)).toBe(once);
      }),
    );
  });
});
