import { categories, type Category, type Direction } from "@parapet/detection";
import { z } from "zod";
import { decisions, type Decision } from "./decision.ts";

/** What one category of findings leads to, in one direction. */
export interface PolicyRule {
  /** In [0, 1]; findings count whose score is strictly greater. */
  readonly threshold: number;
  readonly decision: Decision;
}

const failModes = ["open", "closed"] as const;
type FailMode = (typeof failModes)[number];

/** Thresholds and decisions as data. The version is told with every answer of `Check`. */
export interface Policy {
  readonly version: string;
  /** What a text is that a detector should have judged and could not: `open` lets it pass, `closed` refuses it. */
  readonly failMode: FailMode;
  /** An answer whose safety is strictly lower is unsafe, though no single risk may be above its own threshold. */
  readonly safety: PolicyRule;
  readonly rules: Readonly<Record<Category, Readonly<Record<Direction, PolicyRule>>>>;
}

const rule = z.strictObject({ threshold: z.number().min(0).max(1), decision: z.enum(decisions) });

/** Every category has a rule in both directions: what is not decided would silently pass. */
const policy = z.strictObject({
  version: z.string().min(1).max(64),
  failMode: z.enum(failModes),
  safety: rule,
  rules: z.record(z.enum(categories), z.strictObject({ input: rule, output: rule })),
});

export type ParsedPolicy =
  | { readonly kind: "ok"; readonly policy: Policy }
  /** One sentence for each thing that is wrong, with its path: `rules.toxicity.input.threshold: …`. */
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** Reads a policy from parsed JSON. Unknown keys, missing categories and thresholds outside [0, 1] are problems. */
export function parsePolicy(value: unknown): ParsedPolicy {
  const parsed = policy.safeParse(value);
  if (parsed.success) return { kind: "ok", policy: parsed.data };
  return { kind: "invalid", problems: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
}
