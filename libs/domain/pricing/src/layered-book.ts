import type { PriceBook, PriceResolver } from "./price-book.ts";
import { priceQuery } from "./price-query.ts";
import type { PriceSource } from "./price-source.ts";
import { rememberResolved } from "./remember-resolved.ts";

const MAX_REMEMBERED = 10_000;

/** No model or provider has a longer name; comparing one that has with all that are known would take seconds. */
const MAX_NAME_LENGTH = 512;

/**
 * A book over several sources. All terms of an earlier source come before those of a later one, so a later source
 * prices only what the earlier ones do not, or not yet.
 */
export function createLayeredBook(sources: readonly PriceSource[]): PriceBook & PriceResolver {
  const resolve = rememberResolved((provider, requestModel, responseModel) => {
    if (provider.length > MAX_NAME_LENGTH) return "unknown_provider";
    const models = [...new Set([responseModel, requestModel])].filter(isName);
    const terms = sources.flatMap((source) => models.flatMap((model) => source.find(provider, model)));
    if (terms.length > 0) return terms;
    const isProviderKnown = provider === "" || sources.some((source) => source.knowsProvider(provider));
    return isProviderKnown ? "unknown_model" : "unknown_provider";
  }, MAX_REMEMBERED);
  return { resolve, price: (query) => priceQuery(query, resolve) };
}

function isName(model: string): boolean {
  return model !== "" && model.length <= MAX_NAME_LENGTH;
}
