import type { PriceTerms } from "./price-terms.ts";

/** A set of prices that a book asks. Pure. */
export interface PriceSource {
  /**
   * Terms of a model in the order in which they are to be tried, the first that hold at the time of a call winning;
   * none where the source does not know the model. `provider` and `model` are as a span says them; either may be `""`.
   */
  readonly find: (provider: string, model: string) => readonly PriceTerms[];
  readonly knowsProvider: (provider: string) => boolean;
}
