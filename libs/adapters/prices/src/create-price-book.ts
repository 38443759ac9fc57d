import { createLayeredBook, type PriceBook, type PriceResolver } from "@parapet/pricing";

import { createGenaiSource } from "./genai-source.ts";
import { loadPriceFiles } from "./load-price-files.ts";

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
  return createLayeredBook([...loadPriceFiles(files), createGenaiSource()]);
}

/** The built-in prices alone. */
export function createGenaiPriceBook(): PriceBook & PriceResolver {
  return createPriceBook({ files: [] });
}
