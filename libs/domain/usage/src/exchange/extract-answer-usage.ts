import type { UsageQuestion } from "../extract-usage.ts";
import type { UsageResult } from "../usage-result.ts";
import { answerEvents, parsedEvents } from "./answer-events.ts";
import { explainEvents, usageOfEvents } from "./usage-of-events.ts";

/**
 * As `extractUsage`, of an answer in whatever form it was kept: a JSON value, the list of a stream's events, or the text
 * of either as it was received. Never throws.
 */
export function extractAnswerUsage({ provider, apiFlavor, model, body }: UsageQuestion): UsageResult {
  const events = typeof body === "string" ? answerEvents(body) : parsedEvents(body);
  const known = usageOfEvents(events, { provider, apiFlavor });
  if (known === null) return { kind: "none", reason: explainEvents(events) };
  return known.model === undefined && model !== undefined && model !== "" ? { ...known, model } : known;
}
