import type { Policy } from "./policy.ts";

/**
 * The policy that ships. Personal data is replaced as soon as there is any; attacks and abuse that come in are refused;
 * what a model says abusively is marked, because by then it has been said.
 */
export const defaultPolicy: Policy = {
  version: "default-1",
  rules: {
    pii: {
      input: { threshold: 0, decision: "modify" },
      output: { threshold: 0, decision: "modify" },
    },
    injection: {
      input: { threshold: 0.7, decision: "deny" },
      output: { threshold: 0.7, decision: "deny" },
    },
    toxicity: {
      input: { threshold: 0.8, decision: "deny" },
      output: { threshold: 0.8, decision: "warn" },
    },
  },
};
