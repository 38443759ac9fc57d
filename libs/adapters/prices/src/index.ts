export { createGenaiPriceBook, createPriceBook } from "./create-price-book.ts";
export { GENAI_PRICES_SOURCE, GENAI_PRICES_VERSION } from "./genai-source.ts";
export { loadPriceFiles } from "./load-price-files.ts";
export { priceSettings } from "./price-settings.ts";
export type { PriceBookOptions } from "./create-price-book.ts";
