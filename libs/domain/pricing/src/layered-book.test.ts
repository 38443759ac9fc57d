import { noUsage } from "@parapet/usage";
import { describe, expect, it, test } from "vitest";

import { createLayeredBook } from "./layered-book.ts";
import type { PriceOutcome, PriceQuery } from "./price-book.ts";
import type { PriceSource } from "./price-source.ts";
import { createSheetSource } from "./sheet-source.ts";
import { entry } from "./testing/book-of.ts";

const own = createSheetSource(
  {
    source: "own",
    version: "1",
    entries: [
      entry({ inputUncached: "1" }, { model: { kind: "exact", text: "deal" }, effectiveFromMs: Date.UTC(2026, 0, 1) }),
      entry({ inputUncached: "2" }, { model: { kind: "exact", text: "ours" }, provider: "cluster" }),
    ],
  },
  (provider) => provider,
);
const public_ = createSheetSource(
  {
    source: "public",
    version: "9",
    entries: ["deal", "answered"].map((text) => entry({ inputUncached: "5" }, { model: { kind: "exact", text } })),
  },
  (provider) => provider,
);

function ask(sources: readonly PriceSource[], query: Partial<PriceQuery>): PriceOutcome {
  return createLayeredBook(sources).price({
    provider: "cluster",
    requestModel: "",
    responseModel: "",
    serviceTier: "",
    region: "",
    usage: { ...noUsage, inputUncached: 1_000_000 },
    atMs: Date.UTC(2026, 5, 1),
    ...query,
  });
}

describe("a book of several sources", () => {
  it("asks the first source first, and tells whose price it is", () => {
    const query = { responseModel: "deal" };
    expect(ask([own, public_], query)).toMatchObject({ inputUsd: "1", source: "own", version: "1" });
    expect(ask([public_, own], query)).toMatchObject({ inputUsd: "5", source: "public", version: "9" });
  });

  it("leaves to the next what the first does not price yet", () => {
    const query = { responseModel: "deal", atMs: Date.UTC(2025, 0, 1) };
    expect(ask([own, public_], query)).toMatchObject({ inputUsd: "5", source: "public" });
    expect(ask([own], query)).toEqual({ kind: "unpriced", reason: "not_yet_priced" });
  });

  it("prices the model that answered, and the one that was asked for where a source knows only that", () => {
    expect(ask([public_], { requestModel: "deal", responseModel: "answered" })).toMatchObject({ source: "public" });
    // An own price for the name of a deployment goes before a public one for the model behind it.
    expect(ask([own, public_], { requestModel: "ours", responseModel: "answered" })).toMatchObject({ source: "own" });
  });

  it("asks no source for a name that none can have", () => {
    const asked: string[] = [];
    const find: PriceSource["find"] = (provider, model) => {
      asked.push(provider, model);
      return [];
    };
    const source: PriceSource = { find, knowsProvider: () => true };
    ask([source], { requestModel: "x".repeat(513), responseModel: "y".repeat(1_000_000) });
    ask([source], { provider: "x".repeat(513), responseModel: "deal" });
    expect(asked).toEqual([]);
  });

  test.each([
    ["a provider that nobody knows", { provider: "elsewhere", responseModel: "ours" }, "unknown_provider"],
    ["a model that its provider does not have", { responseModel: "theirs" }, "unknown_model"],
    ["no provider and no model", { provider: "" }, "unknown_model"],
    ["a model with a name that no model has", { responseModel: "x".repeat(513) }, "unknown_model"],
    [
      "a provider with a name that nobody has",
      { provider: "x".repeat(513), responseModel: "deal" },
      "unknown_provider",
    ],
  ])("does not price %s", (_label, query, reason) => {
    expect(ask([own], query)).toEqual({ kind: "unpriced", reason });
  });
});
