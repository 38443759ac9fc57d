import { explainNoUsage } from "../explain-no-usage.ts";
import { extractUsage, type UsageQuestion } from "../extract-usage.ts";
import { flavoursFor } from "../flavour-registry.ts";
import { textAt } from "../json-value.ts";
import type { NoUsageReason } from "../no-usage-reasons.ts";
import type { KnownUsage } from "../usage-result.ts";
import type { AnswerEvents } from "./answer-events.ts";
import { streamUsage } from "./stream-usage.ts";

/** What the events of an answer say was used; null where they say nothing. */
export function usageOfEvents(
  events: AnswerEvents,
  { provider, apiFlavor }: Pick<UsageQuestion, "provider" | "apiFlavor">,
): KnownUsage | null {
  if (events.kind === "stream") {
    const known = streamUsage(events.events, flavoursFor(provider, apiFlavor));
    return known !== null && events.isBroken ? { ...known, flags: [...new Set([...known.flags, partial])] } : known;
  }
  if (events.kind !== "answer") return null;
  const result = extractUsage({ provider, apiFlavor, body: events.value });
  return result.kind === "usage" ? result : null;
}

const partial = "usage_partial" as const;

/** Why the events of an answer say nothing. */
export function explainEvents(events: AnswerEvents): NoUsageReason {
  switch (events.kind) {
    case "empty":
      return "empty_body";
    case "unreadable":
      return "unreadable_body";
    case "stream":
      return events.events.some(isError) ? "error_body" : "stream_without_usage";
    case "answer":
      return explainNoUsage(events.value);
  }
}

function isError(event: unknown): boolean {
  return explainNoUsage(event) === "error_body" || textAt(event, ["type"]) === "response.failed";
}
