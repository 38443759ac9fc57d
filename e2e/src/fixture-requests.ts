import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

/** A request of a real SDK, as JSON that OTLP/HTTP takes. */
export interface FixtureRequest {
  readonly body: string;
  readonly spanCount: number;
}

const requestSchema = z.looseObject({
  resourceSpans: z.array(z.looseObject({ scopeSpans: z.array(z.looseObject({ spans: z.array(z.looseObject({})) })) })),
});
const corpusSchema = z.object({ cases: z.array(z.object({ calls: z.array(requestSchema) })) });

/** Every request of the corpus of mapping cases. */
export function readFixtureRequests(fixtures: string): readonly FixtureRequest[] {
  const corpus = corpusSchema.parse(
    JSON.parse(readFileSync(join(fixtures, "spans/langfuse-mapping-cases.json"), "utf8")),
  );
  return corpus.cases
    .flatMap(({ calls }) => calls)
    .map((call) => ({ body: JSON.stringify(toOtlpJson(call)), spanCount: countSpans(call) }));
}

function countSpans({ resourceSpans }: z.infer<typeof requestSchema>): number {
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)).length;
}

const longInteger = z.object({ low: z.number(), high: z.number() });
const bytesInHex = z.object({ __bytes_hex: z.string() });
const bytesInList = z.strictObject({ data: z.array(z.number()), type: z.literal("Buffer").optional() });

/**
 * The corpus holds requests as protobufjs decoded them. OTLP/JSON writes 64-bit integers as decimal strings and ids as
 * hex. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
function toOtlpJson(value: unknown): unknown {
  const long = longInteger.safeParse(value);
  if (long.success) return (BigInt(long.data.high) * 2n ** 32n + BigInt(long.data.low >>> 0)).toString();
  const hex = bytesInHex.safeParse(value);
  if (hex.success) return hex.data.__bytes_hex;
  const list = bytesInList.safeParse(value);
  if (list.success) return Buffer.from(list.data.data).toString("hex");
  if (Array.isArray(value)) return value.map(toOtlpJson);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, toOtlpJson(item)] as const);
  return Object.fromEntries(entries.filter(([key, item]) => !(item === null && key.endsWith("Id"))));
}
