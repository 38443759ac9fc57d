import { z } from "zod";

import { windowSchema } from "../duration.ts";
import { forSchema, ruleFields } from "./rule-schema.ts";

/** More findings of one category than a tenant ordinarily has in a window. */
export const findingsRateSchema = z.strictObject({
  ...ruleFields,
  kind: z.literal("findings_rate"),
  for: forSchema,
  /** Value of `findings.category`. */
  category: z.string().min(1).default("injection"),
  window: windowSchema.prefault("5m"),
  /** Fires above this count. */
  maxFindings: z.int().min(0),
});

export type FindingsRateRule = z.output<typeof findingsRateSchema>;
