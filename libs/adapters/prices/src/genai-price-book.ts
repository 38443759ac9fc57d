import {
  formatUsd,
  MAX_PICO_USD,
  picoUsdOf,
  unpriced,
  type PriceBook,
  type PriceOutcome,
  type PriceQuery,
} from "@parapet/pricing";
import { calcPrice, findProvider, type PriceCalculation } from "@pydantic/genai-prices";

import { billableUsage } from "./billable-usage.ts";
import { providerIdOf } from "./provider-ids.ts";
import { rememberResolved, resolveModel, type ResolveModel } from "./resolve-model.ts";

/** Version of the data, which is bundled with the package of the same version. */
export const GENAI_PRICES_VERSION = "0.1.8";

export const GENAI_PRICES_SOURCE = "genai-prices";

const MAX_REMEMBERED_MODELS = 10_000;

/** Prices of the data set inside `@pydantic/genai-prices`, as of the time of the call. It never goes to the network. */
export function createGenaiPriceBook(): PriceBook {
  const resolve = rememberResolved(resolveModel, MAX_REMEMBERED_MODELS);
  return { price: (query) => priceQuery(query, resolve) };
}

/** The model that answered is what is billed; the one that was asked for stands in where the other is unknown. */
function priceQuery(query: PriceQuery, resolve: ResolveModel): PriceOutcome {
  const providerId = providerIdOf(query.provider);
  for (const model of [query.responseModel, query.requestModel]) {
    const provider = model === "" ? null : resolve(providerId, model);
    if (provider === null) continue;
    const price = calcPrice(billableUsage(query.usage), model, { provider, timestamp: new Date(query.atMs) });
    if (price !== null) return pricedOutcome(price);
  }
  const isProviderKnown = providerId === "" || findProvider({ providerId }) !== undefined;
  return unpriced(isProviderKnown ? "unknown_model" : "unknown_provider");
}

/** Charges per call are in the total only; they are what it has beyond input and output. */
function pricedOutcome({ input_price, output_price, total_price }: PriceCalculation): PriceOutcome {
  const input = picoUsdOf(input_price);
  const output = picoUsdOf(output_price);
  const perCall = picoUsdOf(total_price - input_price - output_price);
  if (input === null || output === null || perCall === null) return unpriced("cost_out_of_range");
  const total = input + output + perCall;
  if (total > MAX_PICO_USD) return unpriced("cost_out_of_range");
  return {
    kind: "priced",
    inputUsd: formatUsd(input),
    outputUsd: formatUsd(output),
    totalUsd: formatUsd(total),
    version: GENAI_PRICES_VERSION,
    source: GENAI_PRICES_SOURCE,
  };
}
