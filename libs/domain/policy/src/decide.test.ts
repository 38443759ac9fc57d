import { categories, type Category, type Direction } from "@parapet/detection";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, decisions, defaultPolicy, strictestOf, thresholdOf, type Policy } from "./index.ts";

const finding = (category: Category, score: number) => ({ category, score });

describe("decide, with the policy that ships", () => {
  it.each<[string, Direction, [Category, number][], string]>([
    ["nothing found", "input", [], "allow"],
    ["toxicity just above 0.8 coming in", "input", [["toxicity", 0.8000001]], "deny"],
    ["toxicity exactly at 0.8", "input", [["toxicity", 0.8]], "allow"],
    ["toxicity going out", "output", [["toxicity", 0.9]], "warn"],
    ["injection just above 0.7", "input", [["injection", 0.7000001]], "deny"],
    ["injection exactly at 0.7", "input", [["injection", 0.7]], "allow"],
    ["an answer that its evidence does not bear out", "output", [["hallucination", 0.61]], "warn"],
    ["any personal data", "input", [["pii", 0.05]], "modify"],
    ["personal data and an attack", "input", [["pii", 1], ["injection", 0.99]], "deny"], // oxfmt-ignore
    ["personal data and abuse going out", "output", [["toxicity", 0.9], ["pii", 1]], "modify"], // oxfmt-ignore
    ["a score that is no number", "input", [["injection", Number.NaN]], "allow"],
  ])("%s", (_, direction, found, decision) => {
    const findings = found.map(([category, score]) => finding(category, score));
    expect(decide(findings, defaultPolicy, direction)).toBe(decision);
  });

  it("serves more findings than a call takes arguments", () => {
    const many = Array.from({ length: 300_000 }, () => finding("pii", 0.5));
    expect(decide(many, defaultPolicy, "input")).toBe("modify");
  });
});

describe("decide, with any policy", () => {
  const rule = fc.record({
    threshold: fc.double({ min: 0, max: 1, noNaN: true }),
    decision: fc.constantFrom(...decisions),
  });
  const directions = fc.record({ input: rule, output: rule });
  const policies: fc.Arbitrary<Policy> = fc.record({
    version: fc.constant("any"),
    failMode: fc.constantFrom("open", "closed"),
    safety: rule,
    rules: fc.record({
      pii: directions,
      secret: directions,
      obfuscation: directions,
      injection: directions,
      toxicity: directions,
      hallucination: directions,
    }),
  });
  const findings = fc.array(
    fc.record({ category: fc.constantFrom(...categories), score: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );

  it("takes the strictest decision of the findings above their thresholds", () => {
    fc.assert(
      fc.property(policies, findings, (policy, found) => {
        const counted = found.filter((one) => one.score > thresholdOf(policy, one.category, "output"));
        const expected = strictestOf(counted.map(({ category }) => policy.rules[category].output.decision));
        expect(decide(found, policy, "output")).toBe(expected);
      }),
    );
  });

  it("is never milder for one more finding", () => {
    fc.assert(
      fc.property(policies, findings, (policy, found) => {
        const rank = (some: typeof found) => decisions.indexOf(decide(some, policy, "input"));
        expect(rank(found)).toBeGreaterThanOrEqual(rank(found.slice(1)));
      }),
    );
  });
});
