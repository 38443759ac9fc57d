import { z } from "zod";

import { durationSchema } from "../duration.ts";

/** What rules of every kind say. */
export const ruleFields = {
  /** Label `alertname`, and the key by which a rules file overrides a default. */
  name: z.string().regex(/^[A-Za-z_]\w{0,99}$/, "must be a word of letters, digits and _"),
  enabled: z.boolean().default(true),
  /** How long the condition must no longer hold before a firing alert resolves; damps flapping. */
  keepFiringFor: durationSchema.prefault("0s"),
  /** How long a firing alert survives without any data to judge it by; then it resolves, and says that this is why. */
  resolveWithoutDataAfter: durationSchema.prefault("1h"),
  /** Annotation `runbook_url`. */
  runbookUrl: z.url({ protocol: /^https?$/ }).optional(),
};

/** How long the condition must hold before the alert fires. */
export const forSchema = durationSchema.prefault("0s");

/** Which parts of the traffic are judged apart; a tenant always is. */
export const bySchema = z.array(z.enum(["service", "model"]));
