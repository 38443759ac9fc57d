export { createIngester } from "./ingester.ts";
export { ingestMessage } from "./ingest-message.ts";
export { ingestSpan } from "./ingest-span.ts";
export { measureSpan } from "./measure-span.ts";
export { rangeBlocks } from "./range-blocks.ts";
export type { IngesterDeps } from "./ingester.ts";
export type { IngestMessageDeps, MessageRows } from "./ingest-message.ts";
export type { IngestSpanDeps, SpanContext } from "./ingest-span.ts";
export type { LocatedFinding, RedactedSpan } from "./redact-span.ts";
