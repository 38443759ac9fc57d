import { describe, expect, test } from "vitest";
import { normaliseSpan } from "../row/normalise-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { mistakesOfRow } from "./mapping-row.ts";
import type { MappingRow } from "./mapping-row.ts";

const normalise = (span: OtlpSpan) => normaliseSpan(span, { tenant: "t", receivedAtMs: 0 });
const mistakesOf = (row: MappingRow) => mistakesOfRow(row, normalise);

const operation: MappingRow = {
  column: "provider",
  sources: [
    ["gen_ai.provider.name", "a", "a"],
    ["gen_ai.system", "b", "b"],
  ],
};

describe("a mapping row", () => {
  test("holds where each source tells its column, and the earlier wins", () => {
    expect(mistakesOf(operation)).toEqual([]);
  });

  test("does not hold where a source tells nothing", () => {
    expect(mistakesOf({ column: "provider", sources: [["gen_ai.vendor", "a", "a"]] })).toEqual([
      'gen_ai.vendor: provider is "", not "a"',
    ]);
  });

  test("does not hold where the later source wins", () => {
    expect(mistakesOf({ ...operation, sources: operation.sources.toReversed() })).toEqual([
      'gen_ai.system beside gen_ai.provider.name: provider is "a", not "b"',
    ]);
  });

  test("compares a text with the texts of messages, and a list with the messages", () => {
    const parts = [{ type: "text", content: "hi" }];
    const attribute = "gen_ai.input.messages";
    const value = JSON.stringify([{ role: "user", parts }]);
    expect(mistakesOf({ column: "input_messages", sources: [[attribute, value, "hi"]] })).toEqual([]);
    expect(mistakesOf({ column: "input_messages", sources: [[attribute, value, [{ role: "user", parts }]]] })).toEqual(
      [],
    );
    expect(mistakesOf({ column: "input_messages", sources: [[attribute, value, "ho"]] })).toHaveLength(1);
  });

  test("reads attributes that are kept, those of the resource, and those that are always there", () => {
    expect(mistakesOf({ column: "attributes.app.shelf", sources: [["app.shelf", 3, "3"]] })).toEqual([]);
    expect(mistakesOf({ column: "service_name", on: "resource", sources: [["service.name", "s", "s"]] })).toEqual([]);
    const beside = { "gen_ai.usage.input_tokens": 10 };
    const sources = [["gen_ai.usage.output_tokens", 5, 15]] as const;
    expect(mistakesOf({ column: "total_tokens", beside, sources })).toEqual([]);
    expect(mistakesOf({ column: "total_tokens", sources })).toHaveLength(1);
  });
});
