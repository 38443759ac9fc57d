/** Bounds of one decoded message: what a hostile sender can make the decoder build. */
export interface DecodeLimits {
  /** Larger messages are dead letters (`message_too_large`), and those whose spans would become far larger as rows. */
  readonly maxBytes: number;
  /** Messages with more spans are dead letters (`too_many_spans`). */
  readonly maxSpans: number;
  /** A span whose attribute values nest deeper is rejected (`nested_too_deep`). */
  readonly maxDepth: number;
  /** Per span, event, link, resource, scope or list; those beyond are left out and flagged (`attributes_dropped`). */
  readonly maxAttributes: number;
  /** Events, and links, per span; those beyond are left out and flagged (`events_dropped`). */
  readonly maxEvents: number;
}

export const defaultDecodeLimits: DecodeLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxSpans: 100_000,
  maxDepth: 32,
  maxAttributes: 10_000,
  maxEvents: 10_000,
};
