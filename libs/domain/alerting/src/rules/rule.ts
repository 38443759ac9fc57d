import { z } from "zod";

import { budgetSchema } from "./budget-rule.ts";
import { findingsRateSchema } from "./findings-rate-rule.ts";
import { inputDriftSchema } from "./input-drift-rule.ts";
import { latencyBaselineSchema } from "./latency-baseline-rule.ts";
import { sloBurnSchema } from "./slo-burn-rule.ts";

export const ruleSchema = z.discriminatedUnion("kind", [
  sloBurnSchema,
  latencyBaselineSchema,
  budgetSchema,
  inputDriftSchema,
  findingsRateSchema,
]);

/** One rule, complete: every default filled in, every duration read. */
export type Rule = z.output<typeof ruleSchema>;
/** One rule as it stands in a file. */
export type RuleSource = z.input<typeof ruleSchema>;
export type RuleKind = Rule["kind"];
