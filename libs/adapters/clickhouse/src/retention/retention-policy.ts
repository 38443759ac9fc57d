import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import { retentionKinds, type RetentionKind } from "./retained-tables.ts";

/** How long rows of each kind are kept, in days; what is left out is kept as long as without a class. */
type RetentionClass = { readonly [Kind in RetentionKind]?: number | undefined };

/** Classes by name, and the class of each tenant that has one. */
export interface RetentionPolicy {
  readonly classes: ReadonlyMap<string, RetentionClass>;
  readonly tenants: ReadonlyMap<string, string>;
}

/** The server's expression is evaluated for every row of an insert: a tenant list is no place for customers of customers. */
const MAX_TENANTS = 10_000;
const MAX_DAYS = 3_650;

const daysSchema = z.int().min(1).max(MAX_DAYS);
const classSchema = z.strictObject(
  Object.fromEntries(retentionKinds.map((kind) => [`${kind}_days`, daysSchema.optional()])),
);
const fileSchema = z.strictObject({
  classes: z.record(z.string().min(1), classSchema),
  tenants: z.record(z.string().min(1), z.string()),
});

/**
 * Reads what a retention file holds: `{classes: {short: {spans_days: 14, content_days: 3}}, tenants: {acme: "short"}}`.
 *
 * @throws ParapetError `retention_invalid` with what is wrong.
 */
export function parseRetentionPolicy(content: unknown): RetentionPolicy {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
  }
  const { classes, tenants } = parsed.data;
  const names = Object.values(tenants);
  if (names.length > MAX_TENANTS) throw invalid(`tenants: ${names.length} of them, at most ${MAX_TENANTS} may differ`);
  const unknown = names.find((name) => !Object.hasOwn(classes, name));
  if (unknown !== undefined) throw invalid(`tenants: there is no class ${unknown}`);
  return {
    classes: new Map(Object.entries(classes).map(([name, days]) => [name, toClass(days)])),
    tenants: new Map(Object.entries(tenants)),
  };
}

function toClass(days: Readonly<Record<string, number | undefined>>): RetentionClass {
  return Object.fromEntries(retentionKinds.map((kind) => [kind, days[`${kind}_days`]]));
}

function invalid(what: string): ParapetError {
  return new ParapetError("retention_invalid", `the retention file is wrong: ${what}`);
}
