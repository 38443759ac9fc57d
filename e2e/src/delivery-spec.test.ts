import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { storeErrorCodes } from "@parapet/clickhouse";
import { deadLetterReasons } from "@parapet/delivery";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = join(import.meta.dirname, "../..");
const spec = readFileSync(join(root, "docs/specs/delivery.md"), "utf8");
const ruleSchema = z.object({
  alert: z.string(),
  expr: z.string(),
  labels: z.object({ severity: z.enum(["info", "warning", "critical"]) }),
  annotations: z.object({ summary: z.string(), description: z.string() }),
});
const { groups } = z
  .object({ groups: z.array(z.object({ name: z.string(), rules: z.array(ruleSchema) })) })
  .parse(parse(readFileSync(join(root, "charts/parapet/files/delivery-rules.yaml"), "utf8")));
const rules = groups.flatMap((group) => group.rules);

describe("the page on delivery", () => {
  test("names test files and rules that are there", () => {
    const paths = [...spec.matchAll(/`((?:e2e|libs|services|charts)\/[\w./-]+\.\w+)`/g)].map(([, path = ""]) => path);
    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test.each([...storeErrorCodes, ...deadLetterReasons])("says what to do about %s", (code) => {
    expect(spec).toContain(`\`${code}\``);
  });

  test("explains every condition that an alert is about", () => {
    const labels = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/error_type=~?"([a-z_|.*]+)"/g)].map(([, of = ""]) => of),
    );
    const conditions = labels.flatMap((of) => of.split("|")).filter((condition) => condition !== "store_.*");
    expect(conditions.length).toBeGreaterThan(4);
    for (const condition of conditions) expect(spec).toContain(`\`${condition}\``);
  });
});

test("alerts are told apart by their names", () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});
