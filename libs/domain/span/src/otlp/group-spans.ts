import type { AttributeMap, OtlpSpan } from "./otlp-span.ts";

export interface ScopeGroup {
  readonly name: string;
  readonly version: string;
  readonly attributes: AttributeMap;
  readonly spans: readonly OtlpSpan[];
}

export interface ResourceGroup {
  readonly resource: AttributeMap;
  readonly scopes: readonly ScopeGroup[];
}

/**
 * Groups neighbouring spans of one resource and one scope, as an export request is laid out. Attribute maps are compared
 * by identity, as the decoder shares them; the order of the spans is kept.
 */
export function groupSpans(spans: readonly OtlpSpan[]): readonly ResourceGroup[] {
  return splitRuns(spans, (a, b) => a.resource === b.resource).map(([first, run]) => ({
    resource: first.resource,
    scopes: splitRuns(run, isSameScope).map(([head, members]) => ({
      name: head.scopeName,
      version: head.scopeVersion,
      attributes: head.scopeAttributes,
      spans: members,
    })),
  }));
}

function isSameScope(a: OtlpSpan, b: OtlpSpan): boolean {
  return a.scopeName === b.scopeName && a.scopeVersion === b.scopeVersion && a.scopeAttributes === b.scopeAttributes;
}

function splitRuns(
  spans: readonly OtlpSpan[],
  belong: (a: OtlpSpan, b: OtlpSpan) => boolean,
): [first: OtlpSpan, run: OtlpSpan[]][] {
  const runs: [OtlpSpan, OtlpSpan[]][] = [];
  for (const span of spans) {
    const last = runs.at(-1);
    if (last !== undefined && belong(last[0], span)) last[1].push(span);
    else runs.push([span, [span]]);
  }
  return runs;
}
