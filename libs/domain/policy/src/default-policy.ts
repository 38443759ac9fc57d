import type { Policy } from "./policy.ts";

/**
 * The policy that ships. Personal data and secrets are replaced as soon as there are any; text that hides is noted;
 * attacks and abuse that come in are refused; what a model says abusively is marked, because by then it has been said.
 */
export const defaultPolicy: Policy = {
  version: "default-3",
  failMode: "open",
  safety: { threshold: 0.5, decision: "audit" },
  rules: {
    pii: {
      input: { threshold: 0, decision: "modify" },
      output: { threshold: 0, decision: "modify" },
    },
    secret: {
      input: { threshold: 0, decision: "modify" },
      output: { threshold: 0, decision: "modify" },
    },
    obfuscation: {
      input: { threshold: 0.5, decision: "audit" },
      output: { threshold: 0.5, decision: "audit" },
    },
    injection: {
      input: { threshold: 0.7, decision: "deny" },
      output: { threshold: 0.7, decision: "deny" },
    },
    toxicity: {
      input: { threshold: 0.8, decision: "deny" },
      output: { threshold: 0.8, decision: "warn" },
    },
    // Only what a model says can be held against its evidence.
    hallucination: {
      input: { threshold: 0.6, decision: "audit" },
      output: { threshold: 0.6, decision: "warn" },
    },
  },
};
