import { describe, expect, it } from "vitest";
import { complexityOf } from "./complexity-of.ts";
import { wordsOf } from "./words-of.ts";

const complexity = (text: string) => complexityOf(text, wordsOf(text));

const simple = "The cat sat. The dog ran. We saw it.";
const learned =
  "Notwithstanding jurisdictional considerations, administrative proceedings necessitate comprehensive documentation " +
  "substantiating procedural irregularities throughout intergovernmental negotiations.";

describe("complexityOf", () => {
  it("is the readability index mapped from grades 1-14", () => {
    const text = "Ten words of five letters stand here; their grade follows.";
    const characters = 47;
    const grade = 4.71 * (characters / 10) + 0.5 * (10 / 1) - 21.43;
    expect(complexity(text)).toBeCloseTo((grade - 1) / 13);
  });

  it("ranks a learned text above a simple one", () => {
    expect(complexity(simple)).toBe(0);
    expect(complexity(learned)).toBe(1);
  });

  it.each([
    ["line breaks", "\n"],
    ["full stops", ". "],
    ["full-width stops", "。"],
  ])("takes %s for ends of sentences", (_, end) => {
    const clause = "several reasonably lengthy words stand here together";
    const separated = Array.from({ length: 6 }, () => clause).join(end);
    const joined = Array.from({ length: 6 }, () => clause).join(" ");
    expect(complexity(separated)).toBeLessThan(complexity(joined));
  });

  it("does not take the point of a decimal for an end", () => {
    expect(complexity("pi is 3.14159265 or so they say")).toBe(complexity("pi is 3,14159265 or so they say"));
  });

  it("takes time linear in a run of stops that end nothing", () => {
    const beganMs = performance.now();
    expect(complexity(`well${".".repeat(200_000)}x`)).toBe(complexity("well.x"));
    expect(performance.now() - beganMs).toBeLessThan(2_000);
  });

  it("is 0 without words", () => {
    expect(complexity("?!")).toBe(0);
  });
});
