import { z } from "zod";

import { windowSchema } from "../duration.ts";
import { bySchema, forSchema, ruleFields } from "./rule-schema.ts";

/** The 95th percentile of the time to first token has grown against the same series' own recent past. */
export const latencyBaselineSchema = z.strictObject({
  ...ruleFields,
  kind: z.literal("latency_baseline"),
  for: forSchema,
  by: bySchema.default(["service", "model"]),
  window: windowSchema.prefault("15m"),
  /** The past to compare with; ends where the window begins. */
  baseline: windowSchema.prefault("7d"),
  /** Fires above this multiple of the baseline. */
  maxRatio: z.number().gt(1).default(1.3),
  /** Measured calls needed in the window, and as many in the baseline: the p95 of fewer is noise. */
  minSamples: z.int().min(1).default(200),
});

export type LatencyBaselineRule = z.output<typeof latencyBaselineSchema>;
