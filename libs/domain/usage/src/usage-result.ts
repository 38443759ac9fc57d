import type { CallDescription } from "./describe-call.ts";
import type { NoUsageReason } from "./no-usage-reasons.ts";
import type { UsageFlag } from "./usage-flags.ts";
import type { Usage } from "./usage.ts";

export interface KnownUsage extends CallDescription {
  readonly kind: "usage";
  readonly usage: Usage;
  /** Everything that the model read, `inputTokensOf(usage)`; null when the answer does not tell the total. */
  readonly inputTokens: number | null;
  /** Everything that the model wrote, `outputTokensOf(usage)`; null when the answer does not tell the total. */
  readonly outputTokens: number | null;
  /** The family of bodies as which it was read. */
  readonly flavour: string;
  readonly flags: readonly UsageFlag[];
}

export interface NoUsage {
  readonly kind: "none";
  readonly reason: NoUsageReason;
}

export type UsageResult = KnownUsage | NoUsage;
