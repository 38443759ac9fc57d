import { expect, test } from "vitest";

import { retainedTables } from "./retained-tables.ts";
import { retentionOf } from "./retention-of.ts";
import { parseRetentionPolicy } from "./retention-policy.ts";

const [spans] = retainedTables;

test("a tenant without a class, and a kind that its class leaves out, have the table's days", () => {
  const policy = parseRetentionPolicy({ classes: { lean: { content_days: 1 } }, tenants: { acme: "lean" } });
  const days = retainedTables.map((table) => [table.name, retentionOf(policy, "acme", table)]);
  expect(Object.fromEntries(days)).toMatchObject({ spans: 90, span_content: 1, findings: 90, embeddings: 14 });
  expect(spans && retentionOf(policy, "bravo", spans)).toBe(90);
});

test.each([
  ["a class that is not there", { classes: {}, tenants: { acme: "short" } }, "there is no class short"],
  ["less than a day", { classes: { short: { spans_days: 0 } }, tenants: {} }, "classes.short.spans_days"],
  ["a misspelt kind", { classes: { short: { span_days: 7 } }, tenants: {} }, "classes.short"],
  ["no classes at all", { tenants: {} }, "classes"],
  ["something else", "short", "the retention file is wrong"],
])("is refused: %s", (_label, content, message) => {
  expect(() => parseRetentionPolicy(content)).toThrow(message);
});
