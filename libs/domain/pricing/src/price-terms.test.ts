import { describe, expect, it, test } from "vitest";

import type { SheetEntry } from "./price-entry.ts";
import { offPeakEntry } from "./off-peak.ts";
import { decimal, entry, perMillion, priceWith } from "./testing/book-of.ts";

const HOUR_MS = 3_600_000;

/** Prices of input alone that tell which of them was charged for a million tokens. */
function inputPrice(entries: readonly SheetEntry[], query: Parameters<typeof priceWith>[2]): string {
  const outcome = priceWith(entries, { inputUncached: 1_000_000 }, query);
  return outcome.kind === "priced" ? outcome.inputUsd : outcome.reason;
}

describe("prices by date", () => {
  const dated = [
    entry({ inputUncached: "2" }, { effectiveFromMs: Date.UTC(2026, 0, 1) }),
    entry({ inputUncached: "1" }, { effectiveFromMs: Date.UTC(2026, 5, 1) }),
  ];

  test.each([
    ["the newest that is not after the call", "2026-07-01T00:00:00Z", "1"],
    ["the new one from its first moment", "2026-06-01T00:00:00.000Z", "1"],
    ["the old one until the moment before", "2026-05-31T23:59:59.999Z", "2"],
    ["none before the first", "2025-12-31T23:59:59.999Z", "not_yet_priced"],
  ])("are %s", (_label, at, price) => {
    expect(inputPrice(dated, { atMs: Date.parse(at) })).toBe(price);
    expect(inputPrice(dated.toReversed(), { atMs: Date.parse(at) })).toBe(price);
  });
});

describe("context tiers", () => {
  const bedrock = entry(
    { inputUncached: "5.5", cacheRead: "0.55", outputText: "33" },
    {
      contextTiers: [
        { above: 272_000, prices: perMillion({ inputUncached: "11", cacheRead: "1.1", outputText: "49.5" }) },
      ],
    },
  );

  it("price every token of a call that crosses the threshold", () => {
    expect(priceWith([bedrock], { inputUncached: 200_238, cacheRead: 100_000, outputText: 1_000 })).toMatchObject({
      inputUsd: "2.312618",
      outputUsd: "0.0495",
      totalUsd: "2.362118",
    });
  });

  it("begin above the threshold, not at it", () => {
    expect(priceWith([bedrock], { inputUncached: 172_000, cacheRead: 100_000 })).toMatchObject({ inputUsd: "1.001" });
    expect(priceWith([bedrock], { inputUncached: 172_001, cacheRead: 100_000 })).toMatchObject({
      inputUsd: "2.002011",
    });
  });

  it("begin at the threshold where the provider counts it in", () => {
    const xai = entry(
      { inputUncached: "3" },
      { contextTiers: [{ above: 127_999, prices: perMillion({ inputUncached: "6" }) }] },
    );
    expect(priceWith([xai], { inputUncached: 127_999 })).toMatchObject({ inputUsd: "0.383997" });
    expect(priceWith([xai], { inputUncached: 128_000 })).toMatchObject({ inputUsd: "0.768" });
  });

  const twoSteps = [
    { above: 90_000, prices: perMillion({ inputUncached: "5" }) },
    { above: 128_000, prices: perMillion({ inputUncached: "9" }) },
  ];
  it.each([
    ["in order", twoSteps],
    ["in reverse", twoSteps.toReversed()],
  ])("are all or nothing, the highest that is crossed: listed %s", (_label, contextTiers) => {
    const tiered = [entry({ inputUncached: "1", outputText: "2" }, { contextTiers })];
    expect(priceWith(tiered, { inputUncached: 150_000 })).toMatchObject({ inputUsd: "1.35" });
    expect(priceWith(tiered, { inputUncached: 100_000 })).toMatchObject({ inputUsd: "0.5" });
    // What no tier names stays as it is below.
    expect(priceWith(tiered, { inputUncached: 150_000, outputText: 1_000_000 })).toMatchObject({ outputUsd: "2" });
  });

  it("count all that was read, cached and written, and nothing that was answered", () => {
    const tiered = [entry({ inputUncached: "1", outputText: "1" }, { contextTiers: twoSteps })];
    const parts = { inputUncached: 1, inputAudio: 30_000, cacheRead: 30_000, cacheWrite1h: 30_000 };
    expect(priceWith(tiered, parts)).toMatchObject({ inputUsd: "0.450005" });
    expect(priceWith(tiered, { outputText: 500_000 })).toMatchObject({ outputUsd: "0.5" });
  });
});

describe("tiers of service", () => {
  const priced = entry(
    { inputUncached: "4", cacheRead: "1", outputText: "8" },
    {
      contextTiers: [{ above: 100_000, prices: perMillion({ inputUncached: "6", outputText: "12" }) }],
      serviceTiers: new Map([
        ["batch", { prices: perMillion({ inputUncached: "2", outputText: "4" }), contextTiers: [] }],
        [
          "priority",
          {
            prices: perMillion({ inputUncached: "7" }),
            contextTiers: [{ above: 100_000, prices: perMillion({ inputUncached: "10" }) }],
          },
        ],
      ]),
    },
  );
  const usage = { inputUncached: 50_000, cacheRead: 10_000, outputText: 1_000 };
  const longer = { inputUncached: 100_001 };

  test.each([
    ["", "0.218"],
    ["default", "0.218"],
    ["standard", "0.218"],
    ["auto", "0.218"],
    ["on_demand", "0.218"],
    ["batch", "0.114"],
    ["batches", "0.114"],
    ["BATCH", "0.114"],
    ["priority", "0.368"],
    ["ON_DEMAND_PRIORITY", "0.368"],
    ["flex", "0.218"],
    ["constructor", "0.218"],
  ])("%j costs %s: what a tier leaves out is as in the standard one", (serviceTier, total) => {
    expect(priceWith([priced], usage, { serviceTier })).toMatchObject({ totalUsd: total });
  });

  test.each([
    ["batch", "0.600006"], // The standard price of long calls.
    ["priority", "1.00001"],
  ])("%s takes the long calls' price of its own where it has one", (serviceTier, input) => {
    expect(priceWith([priced], longer, { serviceTier })).toMatchObject({ inputUsd: input });
  });
});

describe("off-peak hours", () => {
  const standard = entry({ inputUncached: "2", outputText: "4" });
  const within = offPeakEntry(
    standard,
    { startMs: 16.5 * HOUR_MS, endMs: 0.5 * HOUR_MS },
    perMillion({ inputUncached: "1", outputText: "0.5" }),
  );
  const usage = { inputUncached: 50, outputText: 30 };

  test.each([
    ["at their start", "16:30:00.000", "0.000065"],
    ["just before", "16:29:59.999", "0.00022"],
    ["before midnight", "23:59:59.999", "0.000065"],
    ["after midnight", "00:00:00.000", "0.000065"],
    ["just before their end", "00:29:59.999", "0.000065"],
    ["at their end", "00:30:00.000", "0.00022"],
    ["at noon", "12:00:00.000", "0.00022"],
  ])("%s", (_label, time, total) => {
    const atMs = Date.parse(`2026-03-01T${time}Z`);
    expect(priceWith([standard, within], usage, { atMs })).toMatchObject({ totalUsd: total });
  });

  it("hold before the epoch as after it", () => {
    expect(priceWith([standard, within], usage, { atMs: Date.parse("1960-01-01T17:00:00Z") })).toMatchObject({
      totalUsd: "0.000065",
    });
  });

  it("that end where they start are the whole day", () => {
    const always = offPeakEntry(standard, { startMs: HOUR_MS, endMs: HOUR_MS }, perMillion({ inputUncached: "1" }));
    expect(inputPrice([standard, always], { atMs: 0 })).toBe("1");
    expect(inputPrice([standard, always], { atMs: HOUR_MS })).toBe("1");
  });

  it("replace the prices that they name, of long calls and of tiers of service too", () => {
    const tiered = entry(
      { inputUncached: "2", cacheRead: "1" },
      {
        contextTiers: [{ above: 10, prices: perMillion({ inputUncached: "8", cacheRead: "4" }) }],
        serviceTiers: new Map([["priority", { prices: perMillion({ inputUncached: "16" }), contextTiers: [] }]]),
      },
    );
    const always = offPeakEntry(tiered, { startMs: 0, endMs: 0 }, perMillion({ inputUncached: "1" }));
    const long = { inputUncached: 500_000, cacheRead: 500_000 };
    expect(priceWith([tiered, always], long)).toMatchObject({ inputUsd: "2.5" });
    expect(priceWith([tiered, always], long, { serviceTier: "priority" })).toMatchObject({ inputUsd: "2.5" });
  });
});

describe("regions", () => {
  const uplifted = entry(
    { inputUncached: "2.5", outputText: "10", webSearches: "0.01" },
    {
      regions: new Map([
        ["eu", decimal("1.10")],
        ["eu-north", decimal("1.2")],
        ["us", decimal("1.1")],
      ]),
    },
  );

  test.each([
    ["", "2.5"],
    ["eu", "2.75"],
    ["EU", "2.75"],
    ["eu-west-1", "2.75"],
    ["eu-north-1", "3"],
    ["europe", "2.5"],
    ["ap-south-1", "2.5"],
    ["-", "2.5"],
  ])("%j costs %s a million", (region, price) => expect(inputPrice([uplifted], { region })).toBe(price));

  it("multiply tokens, not searches", () => {
    const usage = { outputText: 1_000_000, webSearches: 3 };
    expect(priceWith([uplifted], usage, { region: "us" })).toMatchObject({ outputUsd: "11", totalUsd: "11.03" });
  });

  it("multiply the prices of every tier", () => {
    const tiered = [
      entry(
        { inputUncached: "2" },
        {
          contextTiers: [{ above: 10, prices: perMillion({ inputUncached: "3" }) }],
          serviceTiers: new Map([
            [
              "batch",
              {
                prices: perMillion({ inputUncached: "1" }),
                contextTiers: [{ above: 10, prices: perMillion({ inputUncached: "1.5" }) }],
              },
            ],
          ]),
          regions: new Map([["eu", decimal("1.1")]]),
        },
      ),
    ];
    expect(inputPrice(tiered, { region: "eu", serviceTier: "batch" })).toBe("1.65");
    expect(inputPrice(tiered, { region: "eu" })).toBe("3.3");
  });
});
