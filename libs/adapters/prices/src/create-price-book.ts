import { createLayeredBook, type PriceBook, type PriceResolver, type PriceSource } from "@parapet/pricing";

import { createGenaiSource } from "./genai-source.ts";
import { loadPriceFiles } from "./load-price-files.ts";
import { modelSpellings } from "./model-spellings.ts";

export interface PriceBookOptions {
  /** Price files: the first has the first word, and all of them before the built-in data. */
  readonly files: readonly string[];
}

/**
 * The prices of one's own files over those of the data set inside `@pydantic/genai-prices`.
 *
 * @throws ConfigError with every fault of the files.
 */
export function createPriceBook({ files }: PriceBookOptions): PriceBook & PriceResolver {
  return createLayeredBook([...loadPriceFiles(files), createGenaiSource()].map(withSpellings));
}

/** The built-in prices alone. */
export function createGenaiPriceBook(): PriceBook & PriceResolver {
  return createPriceBook({ files: [] });
}

/** The source, asked for the other spellings of a model where it does not know the sender's. */
function withSpellings({ find, knowsProvider }: PriceSource): PriceSource {
  return {
    find: (provider, model) => {
      for (const spelling of modelSpellings(provider, model)) {
        const terms = find(spelling.provider, spelling.model);
        if (terms.length > 0) return terms;
      }
      return [];
    },
    knowsProvider,
  };
}
