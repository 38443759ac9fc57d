import { describe, expect, it, test } from "vitest";

import type { ModelMatch, SheetEntry } from "./price-entry.ts";
import { createSheetSource } from "./sheet-source.ts";
import { entry, priceWith } from "./testing/book-of.ts";

function named(price: string, model: ModelMatch, provider = ""): SheetEntry {
  return entry({ inputUncached: price }, { model, provider });
}

const sheet = [
  named("1", { kind: "contains", text: "gpt" }),
  named("2", { kind: "prefix", text: "gpt-4" }),
  named("6", { kind: "contains", text: "pt-4o-mini" }),
  named("3", { kind: "prefix", text: "GPT-4o" }),
  named("4", { kind: "exact", text: "gpt-4o" }),
  named("5", { kind: "exact", text: "gpt-4o" }, "azure"),
];

describe("a sheet", () => {
  test.each([
    ["my-gpt", "openai", "1"],
    ["gpt-4", "openai", "2"],
    ["gpt-4o-mini", "openai", "3"],
    ["gpt-4o", "openai", "4"],
    [" GPT-4o ", "openai", "4"],
    ["gpt-4o", "azure", "5"],
    ["gpt-4o", "", "5"],
    ["claude", "azure", "unknown_model"],
  ])("prices %s of %j by its most specific entry", (requestModel, provider, price) => {
    for (const entries of [sheet, sheet.toReversed()]) {
      const outcome = priceWith(entries, { inputUncached: 1_000_000 }, { requestModel, provider });
      expect(outcome.kind === "priced" ? outcome.inputUsd : outcome.reason).toBe(price);
    }
  });

  it("falls back to the wider entry before the narrower one is in force", () => {
    const entries = [
      { ...named("9", { kind: "exact", text: "gpt-4o" }), effectiveFromMs: Date.UTC(2026, 0, 1) },
      named("3", { kind: "prefix", text: "gpt" }),
    ];
    const at = (atMs: number): unknown =>
      priceWith(entries, { inputUncached: 1_000_000 }, { requestModel: "gpt-4o", atMs });
    expect(at(Date.UTC(2025, 0, 1))).toMatchObject({ inputUsd: "3" });
    expect(at(Date.UTC(2026, 0, 1))).toMatchObject({ inputUsd: "9" });
  });

  it("knows its providers by any of their names", () => {
    const canonical = (provider: string): string => (provider === "az" ? "azure" : provider);
    const source = createSheetSource({ source: "s", version: "1", entries: sheet }, canonical);
    expect(source.knowsProvider("az")).toBe(true);
    expect(source.knowsProvider("openai")).toBe(false);
    expect(source.find("az", "gpt-4o")).toHaveLength(5);
  });
});
