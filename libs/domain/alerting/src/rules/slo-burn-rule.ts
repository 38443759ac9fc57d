import { burnErrorRatio, burnFactor } from "@parapet/stats";
import { z } from "zod";

import { windowSchema } from "../duration.ts";
import { alertSeverities } from "../severity.ts";
import { bySchema, forSchema, ruleFields } from "./rule-schema.ts";

const burnWindowSchema = z.strictObject({
  long: windowSchema,
  /** Must burn as well, so that the alert ends soon after the trouble does. */
  short: windowSchema,
  /** Share of the period's error budget, in percent, that the long window may spend before it is alerted. */
  budgetPercent: z.number().positive().max(100),
  severity: z.enum(alertSeverities),
  /** Bad calls that the long window must hold: at low traffic, two failures are no outage. */
  minBadEvents: z.int().min(1),
  for: forSchema,
});

/**
 * The error budget of an availability SLO burns too fast in a long and in a short window at once.
 * Source: The Site Reliability Workbook, chapter 5, sixth approach ("multiwindow, multi-burn-rate alerts").
 */
export const sloBurnSchema = z
  .strictObject({
    ...ruleFields,
    kind: z.literal("slo_burn"),
    /** Label `slo`. */
    slo: z.string().min(1),
    /** Share of calls that shall succeed, in (0, 1). */
    objective: z.number().gt(0).lt(1),
    period: windowSchema.prefault("30d"),
    by: bySchema.default(["service", "model"]),
    /** Values of `operation` that are calls of a model. */
    operations: z.array(z.string()).default(["chat", "text_completion", "generate_content", "embeddings"]),
    /** Values of `error_type` that are no failures of the service: who hangs up, or is stopped by a guardrail. */
    ignoredErrorTypes: z.array(z.string()).default([]),
    windows: z.array(burnWindowSchema).min(1),
  })
  .check(z.superRefine(refuseUselessWindows));

export type SloBurnRule = z.output<typeof sloBurnSchema>;
export type BurnWindow = SloBurnRule["windows"][number];

/** The burn rate above which the window is alerted. */
export function burnWindowFactor(rule: Pick<SloBurnRule, "period">, window: BurnWindow): number {
  return burnFactor({ budgetShare: window.budgetPercent / 100, periodMs: rule.period.ms, windowMs: window.long.ms });
}

/** Label `window`: what tells the alerts of one rule and one series apart. */
export function windowName({ long, short }: Pick<BurnWindow, "long" | "short">): string {
  return `${long.text}/${short.text}`;
}

function refuseUselessWindows(
  rule: Pick<SloBurnRule, "period" | "objective" | "windows">,
  context: z.core.$RefinementCtx,
): void {
  const names = rule.windows.map(windowName);
  rule.windows.forEach((window, index) => {
    const isRepeated = names.indexOf(windowName(window)) < index;
    const fault = isRepeated ? `${windowName(window)} stands twice` : windowFault(rule, window);
    if (fault !== null) context.addIssue({ code: "custom", path: ["windows", index], message: fault });
  });
}

function windowFault(rule: Pick<SloBurnRule, "period" | "objective">, window: BurnWindow): string | null {
  if (window.short.ms >= window.long.ms)
    return `short window ${window.short.text} is not shorter than ${window.long.text}`;
  if (window.long.ms > rule.period.ms)
    return `long window ${window.long.text} is longer than the period ${rule.period.text}`;
  const factor = burnWindowFactor(rule, window);
  const ratio = burnErrorRatio(factor, rule.objective);
  if (ratio < 1) return null;
  return `can never fire: a burn rate of ${factor} needs an error ratio above ${ratio.toFixed(3)}; lower budgetPercent`;
}
