import { describe, expect, it } from "vitest";
import { defaultPolicy, parsePolicy } from "./index.ts";

const sound = JSON.stringify(defaultPolicy);

describe("parsePolicy", () => {
  it("reads the policy that ships from JSON", () => {
    expect(parsePolicy(JSON.parse(sound))).toEqual({ kind: "ok", policy: defaultPolicy });
  });

  it.each<[string, (policy: ReturnType<typeof JSON.parse>) => void, string]>([
    ["a threshold above 1", (policy) => (policy.rules.pii.input.threshold = 1.5), "rules.pii.input.threshold"],
    ["a threshold that is text", (policy) => (policy.rules.pii.input.threshold = "0.5"), "rules.pii.input.threshold"],
    ["a decision nobody knows", (policy) => (policy.rules.pii.output.decision = "panic"), "rules.pii.output.decision"],
    ["a category left out", (policy) => delete policy.rules.toxicity, "rules.toxicity"],
    ["a direction left out", (policy) => delete policy.rules.toxicity.output, "rules.toxicity.output"],
    ["a category nobody knows", (policy) => (policy.rules.spam = policy.rules.pii), "rules"],
    ["a key nobody knows", (policy) => (policy.rules.pii.input.treshold = 0.5), "rules.pii.input"],
    ["a way to fail that nobody knows", (policy) => (policy.failMode = "ajar"), "failMode"],
    ["no way to fail", (policy) => delete policy.failMode, "failMode"],
    ["no safety", (policy) => delete policy.safety, "safety"],
    ["no version", (policy) => delete policy.version, "version"],
  ])("refuses %s and says where", (_, spoil, path) => {
    const policy = JSON.parse(sound);
    spoil(policy);
    const parsed = parsePolicy(policy);
    expect(parsed.kind === "invalid" ? parsed.problems.join("\n") : "").toContain(path);
  });

  it.each([null, "policy", []])("refuses %j", (value) => {
    expect(parsePolicy(value).kind).toBe("invalid");
  });
});
