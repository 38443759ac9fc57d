import { z } from "zod";

import { alertSeverities } from "../severity.ts";
import { forSchema, ruleFields } from "./rule-schema.ts";

const budgetThresholdSchema = z.strictObject({
  /** Fires when more than this share of the budget is spent. */
  percent: z.number().positive(),
  severity: z.enum(alertSeverities),
});

/** A tenant's spend in the current UTC day or month has passed a share of its budget. */
export const budgetSchema = z.strictObject({
  ...ruleFields,
  kind: z.literal("budget"),
  for: forSchema,
  period: z.enum(["day", "month"]),
  /** Budget of every tenant that has none of its own. */
  amountUsd: z.number().positive(),
  tenantAmountsUsd: z.record(z.string(), z.number().positive()).default({}),
  /** Each is an alert of its own. */
  thresholds: z
    .array(budgetThresholdSchema)
    .min(1)
    .default([
      { percent: 80, severity: "warning" },
      { percent: 100, severity: "critical" },
    ]),
});

export type BudgetRule = z.output<typeof budgetSchema>;
