import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { customRecognizer } from "./custom-recognizer.ts";

function find(expression: string, text: string): readonly string[] {
  const { parts } = customRecognizer({ entity: "OWN", patterns: [{ expression, score: 0.9 }] });
  return parts.flatMap((part) => part.find(text, { regions: [] })).map(({ start, end }) => text.slice(start, end));
}

/** CPU time of the faster of two runs. */
function fastestMs(run: () => unknown): number {
  const times = [0, 1].map(() => {
    const before = process.cpuUsage();
    run();
    return process.cpuUsage(before).user / 1_000;
  });
  return Math.min(...times);
}

const hostile: readonly (readonly [expression: string, unit: string])[] = [
  [String.raw`TCK-\d+(?:.*resolved)?`, "TCK-12345 "],
  [String.raw`TCK-\d+(?:[\s\S]*resolved)?`, "TCK-12345\n"],
  ["a(?:.*b)?", "a"],
  ["(a|b)*c", "ab"],
  ["xy?(?:x*z)?", "x"],
  [String.raw`x(?:.{1,900}y)?`, "x "],
];

describe("an expression of a user", () => {
  it.each(hostile)("takes time linear in the text: %s", { retry: 2, timeout: 60_000 }, (expression, unit) => {
    const elapsedMs = (length: number): number => {
      const text = unit.repeat(length / unit.length);
      return fastestMs(() => find(expression, text));
    };
    const [smallMs, largeMs] = [elapsedMs(32_000), elapsedMs(128_000)];
    expect({ smallMs, largeMs }).toSatisfy(() => largeMs < 50 || (largeMs / smallMs < 7 && largeMs < 3_000));
  });

  it.each<[string, string, string, readonly string[]]>([
    ["a line begins", "^E-1", `E-1${" E-1".repeat(3_000)}`, ["E-1"]],
    ["a word ends", String.raw`\bE+\b`, `${"x".repeat(1_999)}E${"x".repeat(1_999)}E E`, ["E"]],
    ["the text ends", String.raw`E\z`, "E".repeat(10_000), ["E"]],
    ["a match is longer than a window", "[A-Z]+", `x ${"A".repeat(9_000)} x`, ["A".repeat(9_000)]],
    ["a long match is a word", String.raw`\b[A-Z]+\b`, `x ${"A".repeat(9_000)} x`, ["A".repeat(9_000)]],
    ["emoji stand where windows end", ".E", "😀".repeat(5_000).concat("E"), ["😀E"]],
    ["matches stand in all windows", "E-1", "E-1 ".repeat(3_000), Array.from({ length: 3_000 }, () => "E-1")],
  ])("sees its text as it is where %s", (_label, expression, text, found) => {
    expect(find(expression, text)).toEqual(found);
  });

  it("finds each short value in a text of any size, also behind all that takes its work", () => {
    const text = `${"TCK-12345 ".repeat(30_000)}\nTCK-67890 then resolved`;
    const found = find(String.raw`TCK-\d+(?:.*resolved)?`, text);
    expect(found).toHaveLength(30_001);
    expect(found.at(-1)).toBe("TCK-67890 then resolved");
  });

  it("finds up to a thousand units of what comes late", () => {
    const long = `<<${"x".repeat(990)}>>`;
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), (before, behind) => {
        const text = `${"- ".repeat(before)}${long}${" -".repeat(behind)}`;
        expect(find("<<x+>>", text)).toEqual([long]);
      }),
      { numRuns: 100 },
    );
  });

  it("finds what one search after another over the whole text finds", () => {
    const words = fc.constantFrom("a", "b", "ab", "c", " ", "\n", "😀", "x".repeat(700));
    const expressions = fc.constantFrom("a+b?", String.raw`\bab*`, "(?m)^a.", "[ab]{2}", String.raw`a\b`, ".[ab]");
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), expressions, (parts, expression) => {
        const text = parts.join("");
        expect(find(expression, text)).toEqual(text.match(new RegExp(plain(expression), flags(expression))) ?? []);
      }),
      { numRuns: 300 },
    );
  });
});

function plain(expression: string): string {
  return expression.replace("(?m)", "");
}

function flags(expression: string): string {
  return expression.startsWith("(?m)") ? "gmu" : "gu";
}
