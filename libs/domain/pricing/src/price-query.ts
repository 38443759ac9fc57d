import { BUCKET_COUNT, writeCounts } from "./buckets.ts";
import { charge, chargeLarge, type LargeCharge } from "./charge.ts";
import { formatUsd, MAX_PICO_USD } from "./money.ts";
import { unpriced, type PriceOutcome, type PriceQuery, type PriceResolver } from "./price-book.ts";
import { selectLadder, selectTerms, type Provenance } from "./price-terms.ts";

/** Filled anew for every call, and read before the next. */
const counts = new Float64Array(BUCKET_COUNT);
const cost = new Float64Array(3);

/** Prices one call by the terms that `resolve` gives. */
export function priceQuery(query: PriceQuery, resolve: PriceResolver["resolve"]): PriceOutcome {
  const resolved = resolve(query.provider, query.requestModel, query.responseModel);
  if (typeof resolved === "string") return unpriced(resolved);
  const terms = selectTerms(resolved, query.atMs);
  if (terms === null) return unpriced("not_yet_priced");
  if (!writeCounts(query.usage, counts)) return unpriced("inconsistent_usage");
  const ladder = selectLadder(terms, query.serviceTier, query.region);
  const status = charge(ladder, counts, cost);
  if (status === "missing_price") return unpriced("missing_price");
  if (status === "large") return largeOutcome(chargeLarge(ladder, counts), terms);
  return {
    kind: "priced",
    inputUsd: formatUsd(cost[0] ?? 0),
    outputUsd: formatUsd(cost[1] ?? 0),
    totalUsd: formatUsd(cost[2] ?? 0),
    isRounded: status === "rounded",
    version: terms.version,
    source: terms.source,
  };
}

function largeOutcome({ inputPico, outputPico, totalPico, isRounded }: LargeCharge, terms: Provenance): PriceOutcome {
  if (totalPico > MAX_PICO_USD) return unpriced("cost_out_of_range");
  return {
    kind: "priced",
    inputUsd: formatUsd(inputPico),
    outputUsd: formatUsd(outputPico),
    totalUsd: formatUsd(totalPico),
    isRounded,
    version: terms.version,
    source: terms.source,
  };
}
