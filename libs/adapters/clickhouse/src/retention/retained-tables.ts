/** What a class of tenants says days for. */
export const retentionKinds = ["spans", "content", "findings", "embeddings"] as const;
export type RetentionKind = (typeof retentionKinds)[number];

/** A table whose rows leave after a time that depends on the tenant. */
export interface RetainedTable {
  readonly name: string;
  readonly kind: RetentionKind;
  /** When the time begins. A correction leaves with its span, so it begins with the span's arrival. */
  readonly from: "ingested_at" | "span_ingested_at";
  /** For tenants without a class of their own. */
  readonly defaultDays: number;
}

/** Every table with ids or text of spans. Rollups have neither, and are kept for their own time. */
export const retainedTables: readonly RetainedTable[] = [
  { name: "spans", kind: "spans", from: "ingested_at", defaultDays: 90 },
  { name: "cost_adjustments", kind: "spans", from: "span_ingested_at", defaultDays: 90 },
  { name: "feedback", kind: "spans", from: "ingested_at", defaultDays: 90 },
  { name: "span_content", kind: "content", from: "ingested_at", defaultDays: 30 },
  { name: "findings", kind: "findings", from: "ingested_at", defaultDays: 90 },
  { name: "detections", kind: "findings", from: "ingested_at", defaultDays: 90 },
  { name: "embeddings", kind: "embeddings", from: "ingested_at", defaultDays: 14 },
];
