import { z } from "zod";

import { problemOf } from "./custom-recognizer.ts";
import { withKnownNames } from "./policy-names.ts";

/** Names of `find`ers that a search is made of. */
export const sensitiveDetectors = ["pii", "secrets"] as const;
export type SensitiveDetector = (typeof sensitiveDetectors)[number];

const names = z.array(z.string().min(1)).optional();
const score = z.number().min(0).max(1);
const expression = z
  .string()
  .min(1)
  .max(1_000)
  .superRefine((source, context) => {
    const problem = problemOf(source);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });

const recognizer = z.strictObject({
  entity: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, "an entity is written in capitals: EMPLOYEE_ID"),
  patterns: z.array(z.strictObject({ expression, score })).min(1),
  context: names,
});

const operator = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("replace"), value: z.string().optional() }),
  z.strictObject({ kind: z.literal("redact") }),
  z.strictObject({
    kind: z.literal("mask"),
    character: z.string().length(1).default("*"),
    count: z.int().min(0).optional(),
    fromEnd: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal("hash") }),
  z.strictObject({ kind: z.literal("surrogate") }),
  z.strictObject({ kind: z.literal("keep") }),
]);

const searched = z.strictObject({
  /** Detectors that run; both without it. */
  detectors: z.array(z.enum(sensitiveDetectors)).optional(),
  entities: names,
  countries: names,
  regions: names,
  minScore: score.optional(),
  context: names,
  allow: names,
  deny: z.record(z.string(), z.array(z.string().min(1))).optional(),
  recognizers: z.array(recognizer).optional(),
  operators: z.record(z.string(), operator).optional(),
});

/**
 * What of a span's texts is stored: nothing; a keyed hash of each, so that equal ones are seen to be equal; all of it with
 * what was found in it replaced; or all of it as it was sent.
 */
export const contentModes = ["none", "hash", "redacted", "full"] as const;
export type ContentMode = (typeof contentModes)[number];

const captureRule = z.strictObject({
  tenant: z.string().optional(),
  service: z.string().optional(),
  operation: z.string().optional(),
  route: z.string().optional(),
  capture: z.enum(contentModes),
});

const policySchema = z.strictObject({
  ...searched.shape,
  capture: z.array(captureRule).default([]),
  tenants: z.record(z.string(), searched).default({}),
});

/** What is looked for, and what becomes of it: of everybody, and of tenants who want it otherwise. */
export type SensitivePolicy = z.output<typeof policySchema>;
export type TenantPolicy = z.output<typeof searched>;
export type OperatorSetting = z.output<typeof operator>;

export type ParsedSensitivePolicy =
  | { readonly kind: "ok"; readonly policy: SensitivePolicy }
  /** One sentence for each thing that is wrong, with its path: `recognizers.0.patterns.0.expression: …`. */
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** The policy where nobody says anything else. */
export const defaultSensitivePolicy: SensitivePolicy = policySchema.parse({});

/** Reads a policy from parsed YAML or JSON. What is not known, or no expression of RE2, is a problem. */
export function parseSensitivePolicy(value: unknown): ParsedSensitivePolicy {
  const parsed = policySchema.safeParse(value ?? {});
  if (!parsed.success) {
    return {
      kind: "invalid",
      problems: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    };
  }
  const { policy, problems } = withKnownNames(parsed.data);
  return problems.length === 0 ? { kind: "ok", policy } : { kind: "invalid", problems };
}

/** What holds for a tenant: what is said of it, and where nothing is, what is said of everybody. */
export function policyOf(policy: SensitivePolicy, tenant: string): TenantPolicy {
  const { capture: _capture, tenants, ...everybody } = policy;
  return { ...everybody, ...(Object.hasOwn(tenants, tenant) ? tenants[tenant] : {}) };
}
