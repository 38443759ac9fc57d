import { termsOf, type PriceSource, type PriceTerms } from "@parapet/pricing";
import { findProvider, type ModelInfo } from "@pydantic/genai-prices";

import { findModel } from "./find-model.ts";
import { genaiEntries } from "./genai-entries.ts";
import { providerIdOf } from "./provider-ids.ts";

/** Version of the data, which is bundled with the package of the same version. */
export const GENAI_PRICES_VERSION = "0.1.8";

export const GENAI_PRICES_SOURCE = "genai-prices";

const provenance = { source: GENAI_PRICES_SOURCE, version: GENAI_PRICES_VERSION };

/** Prices of the data set inside `@pydantic/genai-prices`. It never goes to the network. */
export function createGenaiSource(): PriceSource {
  /** Bounded by the size of the data set. */
  const termsByModel = new Map<ModelInfo, readonly PriceTerms[]>();
  const termsOfModel = (model: ModelInfo): readonly PriceTerms[] => {
    const known = termsByModel.get(model);
    if (known !== undefined) return known;
    const terms = genaiEntries(model).map((entry) => termsOf(entry, provenance));
    termsByModel.set(model, terms);
    return terms;
  };
  return {
    find: (provider, model) => {
      const found = findModel(providerIdOf(provider), model);
      return found === null ? [] : termsOfModel(found);
    },
    knowsProvider: (provider) => findProvider({ providerId: providerIdOf(provider) }) !== undefined,
  };
}
