import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { tables } from "./tables/tables.ts";
import { renderColumns } from "./testing/schema-columns.ts";

const spec = readFileSync(join(import.meta.dirname, "../../../../docs/specs/schema.md"), "utf8");

test("the page of the schema lists the columns as they are defined", () => {
  const written = spec.slice(spec.indexOf("## Columns"));
  expect(withoutPadding(written), "run `pnpm spec:schema`").toBe(withoutPadding(renderColumns(tables)));
});

/** Tables as they read, however wide the formatter made them. */
function withoutPadding(text: string): string {
  return text
    .replaceAll(/ *\| */g, "|")
    .replaceAll(/-{3,}/g, "---")
    .trim();
}
