import { z } from "zod";

import { defaultRules } from "./default-rules.ts";
import { ruleSchema, type Rule } from "./rule.ts";

/** A rules file: each rule replaces the default of the same name or stands beside them. */
const rulesFileSchema = z.strictObject({
  /** False leaves the defaults out. */
  useDefaults: z.boolean().default(true),
  rules: z.array(ruleSchema).default([]),
});

export type RulesOutcome =
  | { readonly kind: "ok"; readonly rules: readonly Rule[] }
  | { readonly kind: "invalid"; readonly faults: readonly string[] };

/**
 * The rules to evaluate, from the parsed JSON of a rules file; `{}` gives the defaults. Every fault is named with its
 * place (`rules.2.windows.0: can never fire: …`). Rules with `enabled: false` are left out.
 */
export function loadRules(file: unknown = {}): RulesOutcome {
  const parsed = rulesFileSchema.safeParse(file);
  if (!parsed.success) {
    return { kind: "invalid", faults: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
  }
  const { useDefaults, rules } = parsed.data;
  const repeated = repeatedNames(rules);
  if (repeated.length > 0) return { kind: "invalid", faults: repeated.map((name) => `rules: ${name} stands twice`) };
  const byName = new Map((useDefaults ? parsedDefaults() : []).map((rule) => [rule.name, rule]));
  for (const rule of rules) byName.set(rule.name, rule);
  return { kind: "ok", rules: [...byName.values()].filter((rule) => rule.enabled) };
}

function parsedDefaults(): readonly Rule[] {
  return defaultRules.map((rule) => ruleSchema.parse(rule));
}

function repeatedNames(rules: readonly Rule[]): readonly string[] {
  const names = rules.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
