import { z } from "zod";

import { windowSchema } from "../duration.ts";
import { forSchema, ruleFields } from "./rule-schema.ts";

/**
 * What users ask has moved: the mean embedding of the window lies far from that of the past. The distance between
 * means is slow to move (a new topic in a tenth of the traffic shifts it by less than 0.01) and jumps when few vectors
 * are averaged, which is what `minSamples` is for.
 */
export const inputDriftSchema = z.strictObject({
  ...ruleFields,
  kind: z.literal("input_drift"),
  for: forSchema,
  by: z.array(z.literal("service")).default(["service"]),
  window: windowSchema.prefault("1h"),
  /** The past to compare with; ends where the window begins. */
  reference: windowSchema.prefault("7d"),
  /** Cosine distance in [0, 2]. */
  maxDistance: z.number().positive().max(2).default(0.2),
  /** Usable vectors needed in the window, and as many in the reference. */
  minSamples: z.int().min(1).default(100),
});

export type InputDriftRule = z.output<typeof inputDriftSchema>;
