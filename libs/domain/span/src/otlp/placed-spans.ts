import type { DecodedRequest } from "./decoded-request.ts";
import type { OtlpSpan } from "./otlp-span.ts";

/** A span and its position within its request, counted over all spans, the rejected ones too. */
export interface PlacedSpan {
  readonly span: OtlpSpan;
  readonly idx: number;
}

/** Positions stay the same whoever decodes the request: rows of two services about one span carry the same one. */
export function placedSpans({ spans, rejected }: DecodedRequest): readonly PlacedSpan[] {
  const taken = new Set(rejected.map(({ idx }) => idx));
  let idx = -1;
  return spans.map((span) => {
    do idx += 1;
    while (taken.has(idx));
    return { span, idx };
  });
}
