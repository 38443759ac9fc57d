import { measureSpan } from "@parapet/ingester";
import { createPriceBook, priceSettings } from "@parapet/prices";
import { BatchPricer, pricedSpanOfRow, priceSpan } from "@parapet/pricing";
import { createKeyedHash, hashKeySetting, loadConfig, type Environment, type KeyedHash } from "@parapet/runtime";
import {
  linkCalls,
  normaliseSpan,
  spanColumns,
  type LlmSpan,
  type OtlpSpan,
  type SpanBatch,
  type SpanColumns,
} from "@parapet/span";
import { z } from "zod";

/** Makes of the spans of one request the columns that the ingester would store, but for redaction. */
export interface SpanReader {
  readonly read: (spans: readonly OtlpSpan[]) => readonly SpanColumns[];
  /** The same of a batch, of which the content was stepped over. Rejected rows are left out. */
  readonly readBatch: (batch: SpanBatch) => readonly SpanColumns[];
}

export function createSpanReader(env: Environment, tenant: string): SpanReader {
  const prices = createPriceBook({ files: loadConfig(priceSettings, env).PARAPET_PRICE_FILES });
  const pricer = new BatchPricer(prices);
  const hash = promptHash(env);
  return {
    read: (spans) => {
      const normalised = spans.map((span) => normaliseSpan(span, { tenant, receivedAtMs: Date.now() }));
      return linkCalls(normalised).map((span) => spanColumns(measureSpan(priceSpan(span, prices), hash)));
    },
    readBatch: (batch) => {
      pricer.price(batch);
      const rows = Array.from({ length: batch.rows }, (_, row) => pricedSpanOfRow(batch, row));
      const linked = linkCalls(rows.filter((span): span is LlmSpan => span !== null));
      // A row was priced as if nobody else told of its call.
      return linked.map((span) => spanColumns(span.spend_role === "spend" ? span : priceSpan(span, prices)));
    },
  };
}

/** Without a key there is no hash: one made without a secret could be guessed. */
function promptHash(env: Environment): KeyedHash {
  const key = loadConfig(z.object({ PARAPET_HASH_KEY: hashKeySetting.optional() }), env).PARAPET_HASH_KEY;
  return key === undefined ? () => "" : createKeyedHash(key);
}
