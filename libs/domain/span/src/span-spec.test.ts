import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createOtlpSpan, normaliseSpan, spanColumns } from "./index.ts";
import { qualityFlags } from "./quality-flags.ts";

const spec = readFileSync(join(import.meta.dirname, "../../../../docs/specs/span.md"), "utf8");

test("the specification explains every column", () => {
  const span = createOtlpSpan({ traceId: "a".repeat(32), spanId: "b".repeat(16), name: "chat" });
  const columns = Object.keys(spanColumns(normaliseSpan(span, { tenant: "t", receivedAtMs: 0 })));
  expect(columns.filter((column) => !spec.includes(`\`${column}\``))).toEqual([]);
});

test("the specification explains every quality flag, and no other", () => {
  const section = spec.slice(spec.indexOf("## Quality flags"));
  const explained = Array.from(section.matchAll(/^\| `(\w+)`/gm), ([, flag]) => flag);
  expect(explained).toHaveLength(qualityFlags.length);
  expect(new Set(explained)).toEqual(new Set(qualityFlags));
});
