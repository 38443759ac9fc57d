import { holding, measures, namedFacts, numberFacts, spanOfRow, type SpanBatch, type TextTable } from "@parapet/span";

import { BUCKET_COUNT, billedBuckets } from "./buckets.ts";
import { charge } from "./charge.ts";
import type { PriceBook, PriceResolver, Resolution } from "./price-book.ts";
import { costRoleOf, priceSpan, type CostRole } from "./price-span.ts";
import { selectLadder, selectTerms, type PriceTerms } from "./price-terms.ts";

/** Columns of a batch by their places, so that no row looks them up by name. */
const columns = {
  operation: namedFacts.indexOf("operation"),
  provider: namedFacts.indexOf("provider"),
  requestModel: namedFacts.indexOf("requestModel"),
  responseModel: namedFacts.indexOf("responseModel"),
  serviceTier: namedFacts.indexOf("serviceTier"),
  region: namedFacts.indexOf("region"),
  cacheRead: numberFacts.indexOf("cacheReadTokens"),
  cacheWrite5m: numberFacts.indexOf("cacheWrite5mTokens"),
  cacheWrite1h: numberFacts.indexOf("cacheWrite1hTokens"),
  reasoning: numberFacts.indexOf("reasoningTokens"),
  inputUncached: measures.indexOf("inputUncachedTokens"),
  outputText: measures.indexOf("outputTextTokens"),
  inputCost: measures.indexOf("inputCostPicoUsd"),
  outputCost: measures.indexOf("outputCostPicoUsd"),
  cost: measures.indexOf("costPicoUsd"),
} as const;

/** Buckets in the order of `charge` that a row in columns can have; the others stay zero. */
const buckets = {
  inputUncached: billedBuckets.indexOf("inputUncached"),
  cacheRead: billedBuckets.indexOf("cacheRead"),
  cacheWrite5m: billedBuckets.indexOf("cacheWrite5m"),
  cacheWrite1h: billedBuckets.indexOf("cacheWrite1h"),
  outputText: billedBuckets.indexOf("outputText"),
  reasoning: billedBuckets.indexOf("reasoning"),
} as const;

/** Models that are remembered by their numbers, one to a slot; a power of two. */
const SLOTS = 1024;
const NO_NAME = -2;

interface ProvenanceIds {
  readonly version: number;
  readonly source: number;
}

/**
 * Prices the rows of batches, each as `priceSpan` prices its span, without an object for those that are held in columns.
 * What the columns cannot say (an amount beyond 9,007 USD, tokens without a price) makes a row an object.
 */
export class BatchPricer {
  readonly #book: PriceBook & PriceResolver;
  readonly #counts = new Float64Array(BUCKET_COUNT);
  readonly #cost = new Float64Array(3);
  /** By the number of the operation's name; cleared with the names. */
  readonly #roles: (CostRole | undefined)[] = [];
  readonly #provenance = new Map<PriceTerms, ProvenanceIds>();
  readonly #slotProvider = new Int32Array(SLOTS).fill(NO_NAME);
  readonly #slotRequested = new Int32Array(SLOTS);
  readonly #slotAnswered = new Int32Array(SLOTS);
  readonly #slotAnswer: Resolution[] = [];
  /** Whose numbers are remembered, and until when. */
  #names: TextTable | null = null;
  #generation = 0;

  constructor(book: PriceBook & PriceResolver) {
    this.#book = book;
  }

  price(batch: SpanBatch): void {
    this.#follow(batch);
    for (let row = 0; row < batch.rows; row += 1) {
      if (batch.held[row] === holding.columns && this.#priceRow(batch, row)) continue;
      this.#priceObject(batch, row);
    }
  }

  #priceObject(batch: SpanBatch, row: number): void {
    const span = spanOfRow(batch, row);
    if (span === null) return;
    batch.objects[row] = priceSpan(span, this.#book);
    batch.held[row] = holding.object;
  }

  #follow({ names }: SpanBatch): void {
    if (names === this.#names && names.generation === this.#generation) return;
    this.#names = names;
    this.#generation = names.generation;
    this.#roles.length = 0;
    this.#provenance.clear();
    this.#slotProvider.fill(NO_NAME);
  }

  /** False where the columns cannot say the outcome. */
  #priceRow(batch: SpanBatch, row: number): boolean {
    const { capacity, named, names } = batch;
    const role = this.#roleOf(batch, named[columns.operation * capacity + row] ?? NO_NAME);
    if (role === "none") return true;
    if (role !== "model_call" || !this.#count(batch, row)) return false;
    const resolved = this.#resolve(batch, row);
    const terms = typeof resolved === "string" ? null : selectTerms(resolved, batch.startMs(row));
    if (terms === null) return false;
    const tier = names.textOf(named[columns.serviceTier * capacity + row] ?? NO_NAME);
    const region = names.textOf(named[columns.region * capacity + row] ?? NO_NAME);
    const status = charge(selectLadder(terms, tier, region), this.#counts, this.#cost);
    if (status !== "charged" && status !== "rounded") return false;
    return this.#write(batch, row, terms);
  }

  #roleOf({ names }: SpanBatch, operation: number): CostRole {
    const known = this.#roles[operation];
    if (known !== undefined) return known;
    const role = costRoleOf({ operation: names.textOf(operation), spend_role: "", gateway_cache: "" });
    if (operation >= 0) this.#roles[operation] = role;
    return role;
  }

  /** The terms of a row's model, by the numbers of the names and without their texts where it was asked before. */
  #resolve({ capacity, named, names }: SpanBatch, row: number): Resolution {
    const provider = named[columns.provider * capacity + row] ?? NO_NAME;
    const requested = named[columns.requestModel * capacity + row] ?? NO_NAME;
    const answered = named[columns.responseModel * capacity + row] ?? NO_NAME;
    const slot = (Math.imul(provider, 31) ^ Math.imul(requested, 17) ^ answered) & (SLOTS - 1);
    const isKnown =
      this.#slotProvider[slot] === provider &&
      this.#slotRequested[slot] === requested &&
      this.#slotAnswered[slot] === answered;
    const remembered = isKnown ? this.#slotAnswer[slot] : undefined;
    if (remembered !== undefined) return remembered;
    const answer = this.#book.resolve(names.textOf(provider), names.textOf(requested), names.textOf(answered));
    this.#slotProvider[slot] = provider;
    this.#slotRequested[slot] = requested;
    this.#slotAnswered[slot] = answered;
    this.#slotAnswer[slot] = answer;
    return answer;
  }

  /** False where input or output is unknown. */
  #count({ capacity, measured, numbers }: SpanBatch, row: number): boolean {
    const counts = this.#counts;
    const uncached = measured[columns.inputUncached * capacity + row] ?? Number.NaN;
    const text = measured[columns.outputText * capacity + row] ?? Number.NaN;
    counts[buckets.inputUncached] = known(uncached);
    counts[buckets.cacheRead] = known(numbers[columns.cacheRead * capacity + row]);
    counts[buckets.cacheWrite5m] = known(numbers[columns.cacheWrite5m * capacity + row]);
    counts[buckets.cacheWrite1h] = known(numbers[columns.cacheWrite1h * capacity + row]);
    counts[buckets.outputText] = known(text);
    counts[buckets.reasoning] = known(numbers[columns.reasoning * capacity + row]);
    return !Number.isNaN(uncached) && !Number.isNaN(text);
  }

  /** False where the batch's text table has no room for the names of version and source. */
  #write(batch: SpanBatch, row: number, terms: PriceTerms): boolean {
    const { capacity, measured } = batch;
    const { version, source } = this.#provenanceOf(batch, terms);
    if (version < 0 || source < 0) return false;
    measured[columns.inputCost * capacity + row] = this.#cost[0] ?? 0;
    measured[columns.outputCost * capacity + row] = this.#cost[1] ?? 0;
    measured[columns.cost * capacity + row] = this.#cost[2] ?? 0;
    batch.priceVersion[row] = version;
    batch.priceSource[row] = source;
    return true;
  }

  #provenanceOf({ names }: SpanBatch, terms: PriceTerms): ProvenanceIds {
    const known = this.#provenance.get(terms);
    if (known !== undefined) return known;
    const ids = { version: names.idOfText(terms.version), source: names.idOfText(terms.source) };
    this.#provenance.set(terms, ids);
    return ids;
  }
}

function known(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
