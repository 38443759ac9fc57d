import { describeCall } from "./describe-call.ts";
import { explainNoUsage } from "./explain-no-usage.ts";
import { flavoursFor } from "./flavour-registry.ts";
import { readUsage } from "./read-usage.ts";
import type { UsageResult } from "./usage-result.ts";

export interface UsageQuestion {
  /** By OpenTelemetry's names or those of a price list; `""` when unknown. */
  readonly provider: string;
  /** Which API of the provider answered: `chat`, `responses`, `anthropic`, …; told by the body's shape when absent. */
  readonly apiFlavor?: string | undefined;
  /** What the caller knows; the model that the body names wins. */
  readonly model?: string | undefined;
  /** A whole answer of the provider, or its usage object alone. */
  readonly body: unknown;
}

/** Reads what a provider says that a call used. Never throws, whatever the body is. */
export function extractUsage({ provider, apiFlavor, model, body }: UsageQuestion): UsageResult {
  const answer: unknown = Array.isArray(body) && body.length === 1 ? body[0] : body;
  for (const flavour of flavoursFor(provider, apiFlavor)) {
    const usage = flavour.find(answer);
    const known = usage === undefined ? null : readUsage(flavour, usage);
    if (known !== null) return { ...known, ...describeCall({ answer, usage, model }) };
  }
  return { kind: "none", reason: explainNoUsage(answer) };
}
