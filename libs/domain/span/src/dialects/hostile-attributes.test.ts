import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { dialects } from "./index.ts";

const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) };
const ids = { traceId: "a".repeat(32), spanId: "b".repeat(16), name: "span" };

/** Every attribute that some dialect reads. */
const keys = dialects.flatMap(({ aliases, families = [], derivesFrom = [], markers }) => [
  ...aliases.flatMap((alias) => alias.keys),
  ...families.map(({ prefix }) => `${prefix}0.message.content`),
  ...derivesFrom.map((key) => (key.endsWith(".") ? `${key}x` : key)),
  ...markers,
]);

const deep = `${'{"a":['.repeat(500)}1${"]}".repeat(500)}`;
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
const value: fc.Arbitrary<AnyValue> = fc.oneof(
  fc.constantFrom<AnyValue>(null, Number.NaN, -1, 2n ** 63n, true, "", "null", "{", "[[[", deep, '"', "\u0000"),
  fc.double(),
  fc.bigInt(),
  fc.string(),
  json,
  fc.uint8Array(),
  fc.array(fc.string()),
  fc.dictionary(fc.string(), fc.string()).map((entries) => new Map(Object.entries(entries))),
);

describe("attributes that no sender should send", () => {
  test("never throw, and give counts that are none or not negative", () => {
    const attributes = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 12 });
    fc.assert(
      fc.property(attributes, fc.constantFrom("", "langfuse-sdk", "ai"), (given, scopeName) => {
        const row = normaliseSpan(
          createOtlpSpan({ ...ids, scopeName, attributes: new Map(Object.entries(given)) }),
          context,
        );
        for (const count of [row.input_tokens, row.output_tokens, row.total_tokens, row.cache_read_tokens]) {
          expect(count ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("each alone, with every odd value", () => {
    const odd: readonly AnyValue[] = [null, "", "{}", "[]", "[null]", deep, -1, Number.NaN, 2n ** 63n, new Map(), []];
    for (const key of new Set(keys)) {
      for (const each of odd) {
        expect(() =>
          normaliseSpan(createOtlpSpan({ ...ids, attributes: new Map([[key, each]]) }), context),
        ).not.toThrow();
      }
    }
  });
});
