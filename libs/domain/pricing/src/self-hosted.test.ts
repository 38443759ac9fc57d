import { describe, expect, it } from "vitest";

import { selfHostedPrices } from "./self-hosted.ts";
import { decimal, entry, priceWith } from "./testing/book-of.ts";

function pricesAt(
  tokensPerHour: string,
  { gpus = "1", usdPerGpuHour = "2" } = {},
): ReturnType<typeof selfHostedPrices> {
  return selfHostedPrices({
    usdPerGpuHour: decimal(usdPerGpuHour),
    gpus: decimal(gpus),
    inputTokensPerHour: decimal(tokensPerHour),
    outputTokensPerHour: decimal(tokensPerHour),
  });
}

describe("a model of one's own", () => {
  it("costs the hour's price over the hour's tokens", () => {
    expect(pricesAt("2000000")).toMatchObject({ inputUncached: decimal("1"), outputText: decimal("1") });
    expect(pricesAt("36000000", { gpus: "4", usdPerGpuHour: "2.49" }).inputUncached).toEqual(decimal("0.276667"));
  });

  it("costs four times as much when three quarters of the hour are idle, and breaks even with twice the price at half", () => {
    expect(pricesAt("500000").inputUncached).toEqual(decimal("4"));
    expect(pricesAt("1000000").inputUncached).toEqual(decimal("2"));
  });

  it("costs an hour for an hour of reading or of writing, however they are mixed", () => {
    const prices = selfHostedPrices({
      usdPerGpuHour: decimal("3"),
      gpus: decimal("2"),
      inputTokensPerHour: decimal("60000000"),
      outputTokensPerHour: decimal("3000000"),
    });
    const own = [{ ...entry({}), prices }];
    // A third of the hour reads, two thirds write.
    expect(priceWith(own, { inputUncached: 20_000_000, outputText: 2_000_000 })).toMatchObject({
      inputUsd: "2",
      outputUsd: "4",
      totalUsd: "6",
    });
  });

  it("costs nothing for what its prefix cache serves", () => {
    const own = [{ ...entry({}), prices: pricesAt("1000000") }];
    expect(priceWith(own, { cacheRead: 1_000_000 })).toMatchObject({ kind: "priced", totalUsd: "0" });
  });
});
