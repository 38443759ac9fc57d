import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createOtlpSpan, normaliseSpan, spanColumns } from "./index.ts";
import { dialects } from "./dialects/index.ts";
import { qualityFlags } from "./facts/quality-flags.ts";
import { columnOf, renderSources } from "./testing/span-sources.ts";

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

test("the specification lists the attributes of every dialect as the tables have them", () => {
  const written = spec.slice(spec.indexOf("\n### ", spec.indexOf("## Sources")), spec.indexOf("## Quality flags"));
  expect(withoutPadding(written), "run `pnpm spec:sources`").toBe(withoutPadding(renderSources(dialects)));
});

test("the attributes of a dialect tell columns that there are", () => {
  const span = createOtlpSpan({ traceId: "a".repeat(32), spanId: "b".repeat(16), name: "chat" });
  const columns = Object.keys(normaliseSpan(span, { tenant: "t", receivedAtMs: 0 }));
  const told = dialects.flatMap(({ aliases, resourceAliases = [] }) => [...aliases, ...resourceAliases]);
  const unknown = told.map(({ fact }) => columnOf(fact)).filter((column) => !columns.includes(column));
  expect(unknown.filter((column) => !column.endsWith("_counting"))).toEqual([]);
});

/** Tables as they read, however wide the formatter made them. */
function withoutPadding(text: string): string {
  return text.replaceAll(/-{3,}/g, "---").replaceAll(/\s+/g, " ").trim();
}
