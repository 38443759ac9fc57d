import type { ContentMode } from "@parapet/sensitive";
import type { LlmSpan } from "@parapet/span";

/** What a rule looks at. */
export interface CaptureFacts {
  readonly tenant: string;
  readonly service: string;
  readonly operation: string;
  /** Attribute `http.route`; `""` without one. */
  readonly route: string;
}

export const ROUTE_ATTRIBUTE = "http.route";

/** What the rules look at in a span. */
export function captureFactsOf({ tenant, service_name, operation, attributes }: LlmSpan): CaptureFacts {
  return { tenant, service: service_name, operation, route: attributes[ROUTE_ATTRIBUTE] ?? "" };
}

/** A name, or its beginning and `*`; what is absent matches all. */
type Patterns = { readonly [Fact in keyof CaptureFacts]?: string | undefined };

/** A rule matches where each of its patterns does; `*` at the end of a pattern stands for any rest. */
export interface CaptureRule extends Patterns {
  readonly capture: ContentMode;
}

/** What is stored of whom: the first rule that matches decides, else `default`. */
export interface CapturePolicy {
  readonly default: ContentMode;
  readonly rules: readonly CaptureRule[];
}

export function decideCapture({ default: otherwise, rules }: CapturePolicy, facts: CaptureFacts): ContentMode {
  return rules.find((rule) => isMatch(rule, facts))?.capture ?? otherwise;
}

/** Every mode that a policy can decide. */
export function modesOf({ default: otherwise, rules }: CapturePolicy): ReadonlySet<ContentMode> {
  return new Set([otherwise, ...rules.map(({ capture }) => capture)]);
}

function isMatch({ tenant, service, operation, route }: CaptureRule, facts: CaptureFacts): boolean {
  return (
    fits(tenant, facts.tenant) &&
    fits(service, facts.service) &&
    fits(operation, facts.operation) &&
    fits(route, facts.route)
  );
}

function fits(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined || pattern === value) return true;
  return pattern.endsWith("*") && value.startsWith(pattern.slice(0, -1));
}
