export { createGenaiPriceBook, GENAI_PRICES_SOURCE, GENAI_PRICES_VERSION } from "./genai-price-book.ts";
